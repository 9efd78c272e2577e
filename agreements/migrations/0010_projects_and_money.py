import django.db.models.deletion
import django.db.models.expressions
import dnfa.core.fields
import dnfa.core.migration_steps
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_idempotency_key'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('agreements', '0009_renewal_steps'),
        ('core', '0004_attachments'),
        ('partners', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='project',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='project',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='project',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='project_money_has_currency',
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='project_direction_sides',
        ),
        migrations.CreateModel(
            name='AidRegime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_type', models.CharField(choices=[('ngo', 'Phi chính phủ nước ngoài'), ('oda_grant', 'ODA không hoàn lại'), ('oda_loan', 'ODA vay, vay ưu đãi'), ('bilateral', 'Song phương khác'), ('city_to_city', 'Giữa hai địa phương'), ('network', 'Mạng lưới, diễn đàn'), ('enterprise', 'Doanh nghiệp, cá nhân')], max_length=20, verbose_name='Nguồn vốn')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='Từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='Đến ngày')),
                ('is_verified', models.BooleanField(default=False, verbose_name='Đã kiểm tra')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Ghi chú')),
            ],
            options={
                'verbose_name': 'chế độ pháp lý của viện trợ',
                'verbose_name_plural': 'chế độ pháp lý của viện trợ',
                'ordering': ['source_type', models.OrderBy(models.F('valid_from'), nulls_first=True)],
            },
        ),
        migrations.CreateModel(
            name='AidRegimeAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source_type', models.CharField(choices=[('ngo', 'Phi chính phủ nước ngoài'), ('oda_grant', 'ODA không hoàn lại'), ('oda_loan', 'ODA vay, vay ưu đãi'), ('bilateral', 'Song phương khác'), ('city_to_city', 'Giữa hai địa phương'), ('network', 'Mạng lưới, diễn đàn'), ('enterprise', 'Doanh nghiệp, cá nhân')], max_length=20, verbose_name='Nguồn vốn')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='Từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='Đến ngày')),
                ('is_verified', models.BooleanField(default=False, verbose_name='Đã kiểm tra')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Ghi chú')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('currency', models.CharField(max_length=3, verbose_name='Loại tiền')),
                ('day', models.DateField(verbose_name='Ngày')),
                ('rate', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='Đồng cho một đơn vị')),
                ('source', models.CharField(max_length=200, verbose_name='Nguồn')),
            ],
            options={
                'verbose_name': 'tỷ giá',
                'verbose_name_plural': 'tỷ giá',
                'ordering': ['currency', '-day'],
            },
        ),
        migrations.CreateModel(
            name='ExchangeRateAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('currency', models.CharField(max_length=3, verbose_name='Loại tiền')),
                ('day', models.DateField(verbose_name='Ngày')),
                ('rate', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='Đồng cho một đơn vị')),
                ('source', models.CharField(max_length=200, verbose_name='Nguồn')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FundingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('key', models.SlugField(blank=True, max_length=140, null=True, unique=True, verbose_name='Khóa')),
                ('kind', models.CharField(choices=[('value', 'Giá trị theo nguồn'), ('committed', 'Cam kết'), ('approved', 'Phê duyệt'), ('planned', 'Kế hoạch giải ngân'), ('disbursed', 'Giải ngân')], max_length=20, verbose_name='Loại số tiền')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=20, verbose_name='Số tiền')),
                ('currency', models.CharField(max_length=3, verbose_name='Loại tiền')),
                ('qualifier', models.CharField(choices=[('exact', 'chính xác'), ('at_least', 'ít nhất'), ('up_to', 'tối đa'), ('approx', 'khoảng')], default='exact', max_length=10, verbose_name='Mức chính xác')),
                ('booked_on', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Ngày')),
                ('period_from', models.DateField(blank=True, null=True, verbose_name='Cho kỳ từ ngày')),
                ('period_to', models.DateField(blank=True, null=True, verbose_name='Cho kỳ đến ngày')),
                ('rate', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='Tỷ giá (đồng)')),
                ('rate_on', models.DateField(blank=True, null=True, verbose_name='Ngày của tỷ giá')),
                ('rate_source', models.CharField(blank=True, max_length=200, verbose_name='Nguồn của tỷ giá')),
                ('dong_stated', models.DecimalField(blank=True, decimal_places=0, max_digits=20, null=True, verbose_name='Tiền đồng theo nguồn')),
                ('dong', models.GeneratedField(db_persist=True, expression=models.Case(models.When(currency='VND', then=models.F('amount')), models.When(dong_stated__isnull=False, then=models.F('dong_stated')), default=models.Func(django.db.models.expressions.CombinedExpression(models.F('amount'), '*', models.F('rate')), function='round', output_field=models.DecimalField())), output_field=models.DecimalField(decimal_places=2, max_digits=26))),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='Lý do')),
                ('document_number', models.CharField(blank=True, max_length=120, verbose_name='Chứng từ, văn bản số')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Ghi chú')),
            ],
            options={
                'verbose_name': 'dòng tiền',
                'verbose_name_plural': 'các dòng tiền',
                'ordering': ['project', 'kind', models.OrderBy(models.F('booked_on'), nulls_first=True), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FundingLineAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('key', models.SlugField(blank=True, db_index=False, max_length=140, null=True, verbose_name='Khóa')),
                ('kind', models.CharField(choices=[('value', 'Giá trị theo nguồn'), ('committed', 'Cam kết'), ('approved', 'Phê duyệt'), ('planned', 'Kế hoạch giải ngân'), ('disbursed', 'Giải ngân')], max_length=20, verbose_name='Loại số tiền')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=20, verbose_name='Số tiền')),
                ('currency', models.CharField(max_length=3, verbose_name='Loại tiền')),
                ('qualifier', models.CharField(choices=[('exact', 'chính xác'), ('at_least', 'ít nhất'), ('up_to', 'tối đa'), ('approx', 'khoảng')], default='exact', max_length=10, verbose_name='Mức chính xác')),
                ('booked_on', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Ngày')),
                ('period_from', models.DateField(blank=True, null=True, verbose_name='Cho kỳ từ ngày')),
                ('period_to', models.DateField(blank=True, null=True, verbose_name='Cho kỳ đến ngày')),
                ('rate', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='Tỷ giá (đồng)')),
                ('rate_on', models.DateField(blank=True, null=True, verbose_name='Ngày của tỷ giá')),
                ('rate_source', models.CharField(blank=True, max_length=200, verbose_name='Nguồn của tỷ giá')),
                ('dong_stated', models.DecimalField(blank=True, decimal_places=0, max_digits=20, null=True, verbose_name='Tiền đồng theo nguồn')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='Lý do')),
                ('document_number', models.CharField(blank=True, max_length=120, verbose_name='Chứng từ, văn bản số')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Ghi chú')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NgoRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='Phiên bản')),
                ('kind', models.CharField(choices=[('activity', 'Đăng ký hoạt động'), ('project_office', 'Lập văn phòng dự án'), ('representative_office', 'Lập văn phòng đại diện')], max_length=30, verbose_name='Loại giấy')),
                ('number', models.CharField(max_length=120, verbose_name='Số giấy')),
                ('issued_on', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Ngày cấp')),
                ('issued_by', models.CharField(blank=True, max_length=200, verbose_name='Nơi cấp')),
                ('valid_from', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Có hiệu lực từ')),
                ('valid_until', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Có hiệu lực đến')),
                ('scope', models.CharField(blank=True, max_length=500, verbose_name='Lĩnh vực, địa bàn được phép')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='Thu hồi, chấm dứt ngày')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, verbose_name='Lý do thu hồi, chấm dứt')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Ghi chú')),
            ],
            options={
                'verbose_name': 'giấy đăng ký của tổ chức phi chính phủ nước ngoài',
                'verbose_name_plural': 'giấy đăng ký của tổ chức phi chính phủ nước ngoài',
                'ordering': ['partner', models.OrderBy(models.F('valid_until'), descending=True, nulls_first=True), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='NgoRegistrationAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('kind', models.CharField(choices=[('activity', 'Đăng ký hoạt động'), ('project_office', 'Lập văn phòng dự án'), ('representative_office', 'Lập văn phòng đại diện')], max_length=30, verbose_name='Loại giấy')),
                ('number', models.CharField(max_length=120, verbose_name='Số giấy')),
                ('issued_on', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Ngày cấp')),
                ('issued_by', models.CharField(blank=True, max_length=200, verbose_name='Nơi cấp')),
                ('valid_from', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Có hiệu lực từ')),
                ('valid_until', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Có hiệu lực đến')),
                ('scope', models.CharField(blank=True, max_length=500, verbose_name='Lĩnh vực, địa bàn được phép')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='Thu hồi, chấm dứt ngày')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, verbose_name='Lý do thu hồi, chấm dứt')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Ghi chú')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectAgency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('managing', 'Cơ quan chủ quản'), ('owner', 'Chủ khoản viện trợ, chủ đầu tư'), ('implementing', 'Đơn vị thực hiện'), ('coordinating', 'Phối hợp')], max_length=20, verbose_name='Vai trò')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Thứ tự')),
            ],
            options={
                'verbose_name': 'cơ quan của dự án',
                'verbose_name_plural': 'các cơ quan của dự án',
                'ordering': ['project', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProjectAgencyAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('managing', 'Cơ quan chủ quản'), ('owner', 'Chủ khoản viện trợ, chủ đầu tư'), ('implementing', 'Đơn vị thực hiện'), ('coordinating', 'Phối hợp')], max_length=20, verbose_name='Vai trò')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Thứ tự')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'văn bản của dự án',
                'verbose_name_plural': 'các văn bản của dự án',
                'ordering': ['project', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProjectAgreementAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('kind', models.CharField(choices=[('proposal', 'Đề xuất, vận động'), ('approval', 'Phê duyệt'), ('start', 'Bắt đầu thực hiện'), ('adjustment', 'Điều chỉnh'), ('extension', 'Kéo dài thời gian'), ('suspension', 'Tạm dừng'), ('resumption', 'Tiếp tục'), ('completion', 'Kết thúc'), ('closing', 'Quyết toán, đóng'), ('cancellation', 'Hủy, không thực hiện')], max_length=20, verbose_name='Việc')),
                ('occurred_on', dnfa.core.fields.PartialDateField(verbose_name='Ngày')),
                ('document_number', models.CharField(blank=True, max_length=120, verbose_name='Quyết định, văn bản số')),
                ('decided_by', models.CharField(blank=True, max_length=200, verbose_name='Cấp quyết định')),
                ('new_ends_on', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Kết thúc mới')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='Lý do')),
                ('note', models.TextField(blank=True, verbose_name='Ghi chú')),
            ],
            options={
                'verbose_name': 'việc của dự án',
                'verbose_name_plural': 'các việc của dự án',
                'ordering': ['project', 'occurred_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProjectEventAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('kind', models.CharField(choices=[('proposal', 'Đề xuất, vận động'), ('approval', 'Phê duyệt'), ('start', 'Bắt đầu thực hiện'), ('adjustment', 'Điều chỉnh'), ('extension', 'Kéo dài thời gian'), ('suspension', 'Tạm dừng'), ('resumption', 'Tiếp tục'), ('completion', 'Kết thúc'), ('closing', 'Quyết toán, đóng'), ('cancellation', 'Hủy, không thực hiện')], max_length=20, verbose_name='Việc')),
                ('occurred_on', dnfa.core.fields.PartialDateField(verbose_name='Ngày')),
                ('document_number', models.CharField(blank=True, max_length=120, verbose_name='Quyết định, văn bản số')),
                ('decided_by', models.CharField(blank=True, max_length=200, verbose_name='Cấp quyết định')),
                ('new_ends_on', dnfa.core.fields.PartialDateField(blank=True, null=True, verbose_name='Kết thúc mới')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='Lý do')),
                ('note', models.TextField(blank=True, verbose_name='Ghi chú')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('donor', 'Nhà tài trợ'), ('recipient', 'Bên nhận'), ('participant', 'Bên tham gia')], default='participant', max_length=20, verbose_name='Vai trò')),
                ('share', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='Tỷ lệ góp (%)')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Thứ tự')),
            ],
            options={
                'verbose_name': 'bên tham gia dự án',
                'verbose_name_plural': 'các bên tham gia dự án',
                'ordering': ['project', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProjectPartyAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('donor', 'Nhà tài trợ'), ('recipient', 'Bên nhận'), ('participant', 'Bên tham gia')], default='participant', max_length=20, verbose_name='Vai trò')),
                ('share', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='Tỷ lệ góp (%)')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Thứ tự')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('period_from', models.DateField(verbose_name='Kỳ từ ngày')),
                ('period_to', models.DateField(verbose_name='Kỳ đến ngày')),
                ('received_on', models.DateField(verbose_name='Ngày nhận')),
                ('document_number', models.CharField(blank=True, max_length=120, verbose_name='Văn bản số')),
                ('done_vi', models.TextField(verbose_name='Đã làm')),
                ('difficulty_vi', models.TextField(blank=True, verbose_name='Vướng mắc')),
                ('next_vi', models.TextField(blank=True, verbose_name='Việc tiếp theo')),
            ],
            options={
                'verbose_name': 'báo cáo tiến độ dự án',
                'verbose_name_plural': 'các báo cáo tiến độ dự án',
                'ordering': ['project', '-period_to', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProjectReportAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='Ngày tạo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='Cập nhật lúc')),
                ('period_from', models.DateField(verbose_name='Kỳ từ ngày')),
                ('period_to', models.DateField(verbose_name='Kỳ đến ngày')),
                ('received_on', models.DateField(verbose_name='Ngày nhận')),
                ('document_number', models.CharField(blank=True, max_length=120, verbose_name='Văn bản số')),
                ('done_vi', models.TextField(verbose_name='Đã làm')),
                ('difficulty_vi', models.TextField(blank=True, verbose_name='Vướng mắc')),
                ('next_vi', models.TextField(blank=True, verbose_name='Việc tiếp theo')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=300, verbose_name='Chỉ số')),
                ('unit', models.CharField(max_length=60, verbose_name='Đơn vị tính')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True, verbose_name='Kế hoạch')),
                ('reached', models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True, verbose_name='Đạt được')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='Tính đến ngày')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Thứ tự')),
            ],
            options={
                'verbose_name': 'kết quả bằng số',
                'verbose_name_plural': 'các kết quả bằng số',
                'ordering': ['project', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProjectResultAudit',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('indicator', models.CharField(max_length=300, verbose_name='Chỉ số')),
                ('unit', models.CharField(max_length=60, verbose_name='Đơn vị tính')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True, verbose_name='Kế hoạch')),
                ('reached', models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True, verbose_name='Đạt được')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='Tính đến ngày')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Thứ tự')),
            ],
            options={
                'abstract': False,
            },
        ),
        dnfa.core.migration_steps.Together(
            operations=[migrations.AddField(
                model_name='project',
                name='form',
                field=models.CharField(blank=True, choices=[('project', 'Chương trình, dự án'), ('non_project', 'Khoản viện trợ phi dự án'), ('technical', 'Hợp tác kỹ thuật'), ('scholarship', 'Học bổng'), ('in_kind', 'Hiện vật'), ('relief', 'Cứu trợ khẩn cấp')], max_length=20, verbose_name='Hình thức'),
            ), migrations.AddField(
                model_name='project',
                name='is_component',
                field=models.BooleanField(default=False, help_text='Khi cộng nhiều dự án, chỉ tính số tiền của chương trình, không cộng thêm hợp phần này.', verbose_name='Số tiền đã nằm trong chương trình'),
            ), migrations.AddField(
                model_name='project',
                name='officer',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to=settings.AUTH_USER_MODEL, verbose_name='Chuyên viên phụ trách'),
            ), migrations.AddField(
                model_name='project',
                name='old_district',
                field=models.CharField(blank=True, max_length=300, verbose_name='Quận, huyện trước 01/7/2025'),
            ), migrations.AddField(
                model_name='project',
                name='owes_reports',
                field=models.BooleanField(default=True, help_text='Bỏ chọn với việc cũ chỉ chép từ tài liệu.', verbose_name='Phải báo cáo tiến độ'),
            ), migrations.AddField(
                model_name='project',
                name='owner_name',
                field=models.CharField(blank=True, max_length=300, verbose_name='Chủ khoản viện trợ ngoài danh sách cơ quan'),
            ), migrations.AddField(
                model_name='project',
                name='place',
                field=models.CharField(blank=True, help_text='Theo tên từ 01/7/2025; nhiều nơi cách nhau bằng dấu chấm phẩy.', max_length=300, verbose_name='Địa bàn (xã, phường, đặc khu)'),
            ), migrations.AddField(
                model_name='project',
                name='purpose_vi',
                field=models.TextField(blank=True, verbose_name='Mục tiêu'),
            ), migrations.AddField(
                model_name='project',
                name='remains_seen_on',
                field=models.DateField(blank=True, null=True, verbose_name='Ngày kiểm tra phần còn lại'),
            ), migrations.AddField(
                model_name='project',
                name='remains_vi',
                field=models.TextField(blank=True, verbose_name='Còn lại sau khi hết tài trợ'),
            ), migrations.AddField(
                model_name='project',
                name='source_type',
                field=models.CharField(blank=True, choices=[('ngo', 'Phi chính phủ nước ngoài'), ('oda_grant', 'ODA không hoàn lại'), ('oda_loan', 'ODA vay, vay ưu đãi'), ('bilateral', 'Song phương khác'), ('city_to_city', 'Giữa hai địa phương'), ('network', 'Mạng lưới, diễn đàn'), ('enterprise', 'Doanh nghiệp, cá nhân')], max_length=20, verbose_name='Nguồn vốn'),
            ), migrations.AddField(
                model_name='project',
                name='stated_status',
                field=models.CharField(choices=[('proposed', 'Đề xuất'), ('approved', 'Đã duyệt'), ('ongoing', 'Đang thực hiện'), ('suspended', 'Tạm dừng'), ('completed', 'Đã kết thúc'), ('received', 'Đã tiếp nhận'), ('cancelled', 'Không thực hiện'), ('unknown', 'Nguồn không nêu')], default='unknown', max_length=20, verbose_name='Tình trạng theo nguồn'),
            ), migrations.AddField(
                model_name='project',
                name='version',
                field=models.PositiveIntegerField(default=1, editable=False, verbose_name='Phiên bản'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='form',
                field=models.CharField(blank=True, choices=[('project', 'Chương trình, dự án'), ('non_project', 'Khoản viện trợ phi dự án'), ('technical', 'Hợp tác kỹ thuật'), ('scholarship', 'Học bổng'), ('in_kind', 'Hiện vật'), ('relief', 'Cứu trợ khẩn cấp')], max_length=20, verbose_name='Hình thức'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='is_component',
                field=models.BooleanField(default=False, help_text='Khi cộng nhiều dự án, chỉ tính số tiền của chương trình, không cộng thêm hợp phần này.', verbose_name='Số tiền đã nằm trong chương trình'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='officer',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Chuyên viên phụ trách'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='old_district',
                field=models.CharField(blank=True, max_length=300, verbose_name='Quận, huyện trước 01/7/2025'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='owes_reports',
                field=models.BooleanField(default=True, help_text='Bỏ chọn với việc cũ chỉ chép từ tài liệu.', verbose_name='Phải báo cáo tiến độ'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='owner_name',
                field=models.CharField(blank=True, max_length=300, verbose_name='Chủ khoản viện trợ ngoài danh sách cơ quan'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='place',
                field=models.CharField(blank=True, help_text='Theo tên từ 01/7/2025; nhiều nơi cách nhau bằng dấu chấm phẩy.', max_length=300, verbose_name='Địa bàn (xã, phường, đặc khu)'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='purpose_vi',
                field=models.TextField(blank=True, verbose_name='Mục tiêu'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='remains_seen_on',
                field=models.DateField(blank=True, null=True, verbose_name='Ngày kiểm tra phần còn lại'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='remains_vi',
                field=models.TextField(blank=True, verbose_name='Còn lại sau khi hết tài trợ'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='source_type',
                field=models.CharField(blank=True, choices=[('ngo', 'Phi chính phủ nước ngoài'), ('oda_grant', 'ODA không hoàn lại'), ('oda_loan', 'ODA vay, vay ưu đãi'), ('bilateral', 'Song phương khác'), ('city_to_city', 'Giữa hai địa phương'), ('network', 'Mạng lưới, diễn đàn'), ('enterprise', 'Doanh nghiệp, cá nhân')], max_length=20, verbose_name='Nguồn vốn'),
            ), migrations.AddField(
                model_name='projectaudit',
                name='stated_status',
                field=models.CharField(choices=[('proposed', 'Đề xuất'), ('approved', 'Đã duyệt'), ('ongoing', 'Đang thực hiện'), ('suspended', 'Tạm dừng'), ('completed', 'Đã kết thúc'), ('received', 'Đã tiếp nhận'), ('cancelled', 'Không thực hiện'), ('unknown', 'Nguồn không nêu')], default='unknown', max_length=20, verbose_name='Tình trạng theo nguồn'),
            ), migrations.AddField(
                model_name='aidregime',
                name='legal_basis',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.legalbasis', verbose_name='Căn cứ pháp lý'),
            ), migrations.AddField(
                model_name='aidregimeaudit',
                name='legal_basis',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.legalbasis', verbose_name='Căn cứ pháp lý'),
            ), migrations.AddField(
                model_name='aidregimeaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='aidregimeaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.aidregime'),
            ), migrations.AddConstraint(
                model_name='exchangerate',
                constraint=models.UniqueConstraint(fields=('currency', 'day', 'source'), name='rate_once'),
            ), migrations.AddConstraint(
                model_name='exchangerate',
                constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$'), models.Q(('currency', 'VND'), _negated=True)), name='rate_of_a_currency'),
            ), migrations.AddConstraint(
                model_name='exchangerate',
                constraint=models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='rate_positive'),
            ), migrations.AddConstraint(
                model_name='exchangerate',
                constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='rate_sourced'),
            ), migrations.AddField(
                model_name='exchangerateaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='exchangerateaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.exchangerate'),
            ), migrations.AddField(
                model_name='fundingline',
                name='corrects',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='agreements.fundingline', verbose_name='Điều chỉnh dòng'),
            ), migrations.AddField(
                model_name='fundingline',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='fundingline',
                name='recorded_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
            ), migrations.AddField(
                model_name='fundinglineaudit',
                name='corrects',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.fundingline', verbose_name='Điều chỉnh dòng'),
            ), migrations.AddField(
                model_name='fundinglineaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='fundinglineaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.fundingline'),
            ), migrations.AddField(
                model_name='fundinglineaudit',
                name='project',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='fundinglineaudit',
                name='recorded_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
            ), migrations.AddField(
                model_name='ngoregistration',
                name='legal_basis',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.legalbasis', verbose_name='Căn cứ pháp lý'),
            ), migrations.AddField(
                model_name='ngoregistration',
                name='partner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='partners.partner', verbose_name='Tổ chức'),
            ), migrations.AddField(
                model_name='ngoregistrationaudit',
                name='legal_basis',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.legalbasis', verbose_name='Căn cứ pháp lý'),
            ), migrations.AddField(
                model_name='ngoregistrationaudit',
                name='partner',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='Tổ chức'),
            ), migrations.AddField(
                model_name='ngoregistrationaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='ngoregistrationaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.ngoregistration'),
            ), migrations.AddField(
                model_name='projectagency',
                name='agency',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='project_roles', to='accounts.agency', verbose_name='Cơ quan'),
            ), migrations.AddField(
                model_name='projectagency',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agency_roles', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='project',
                name='agencies',
                field=models.ManyToManyField(related_name='projects', through='agreements.ProjectAgency', to='accounts.agency', verbose_name='Cơ quan phía Đà Nẵng'),
            ), migrations.AddField(
                model_name='projectagencyaudit',
                name='agency',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.agency', verbose_name='Cơ quan'),
            ), migrations.AddField(
                model_name='projectagencyaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='projectagencyaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.projectagency'),
            ), migrations.AddField(
                model_name='projectagencyaudit',
                name='project',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='projectagreement',
                name='agreement',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='project_links', to='agreements.agreement', verbose_name='Theo thỏa thuận'),
            ), migrations.AddField(
                model_name='projectagreement',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreement_links', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='project',
                name='agreements',
                field=models.ManyToManyField(related_name='projects', through='agreements.ProjectAgreement', to='agreements.agreement', verbose_name='Theo thỏa thuận'),
            ), migrations.AddField(
                model_name='projectagreementaudit',
                name='agreement',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreement', verbose_name='Theo thỏa thuận'),
            ), migrations.AddField(
                model_name='projectagreementaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='projectagreementaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.projectagreement'),
            ), migrations.AddField(
                model_name='projectagreementaudit',
                name='project',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='projectevent',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='projectevent',
                name='recorded_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
            ), migrations.AddField(
                model_name='projecteventaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='projecteventaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.projectevent'),
            ), migrations.AddField(
                model_name='projecteventaudit',
                name='project',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='projecteventaudit',
                name='recorded_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
            ), migrations.AddField(
                model_name='projectparty',
                name='partner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='project_roles', to='partners.partner', verbose_name='Đối tác'),
            ), migrations.AddField(
                model_name='projectparty',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('is_component', False), ('parent__isnull', False), _connector='OR'), name='project_component_of_something'),
            ), migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('remains_seen_on__isnull', True), models.Q(('remains_vi', ''), _negated=True), _connector='OR'), name='project_remains_told'),
            ), migrations.AddField(
                model_name='projectpartyaudit',
                name='partner',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='Đối tác'),
            ), migrations.AddField(
                model_name='projectpartyaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='projectpartyaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.projectparty'),
            ), migrations.AddField(
                model_name='projectpartyaudit',
                name='project',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='projectreport',
                name='agency',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='project_reports', to='accounts.agency', verbose_name='Cơ quan báo cáo'),
            ), migrations.AddField(
                model_name='projectreport',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='projectreport',
                name='recorded_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
            ), migrations.AddField(
                model_name='projectreportaudit',
                name='agency',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.agency', verbose_name='Cơ quan báo cáo'),
            ), migrations.AddField(
                model_name='projectreportaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='projectreportaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.projectreport'),
            ), migrations.AddField(
                model_name='projectreportaudit',
                name='project',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='projectreportaudit',
                name='recorded_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
            ), migrations.AddField(
                model_name='projectresult',
                name='project',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddField(
                model_name='projectresultaudit',
                name='pgh_context',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
            ), migrations.AddField(
                model_name='projectresultaudit',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='audit_rows', to='agreements.projectresult'),
            ), migrations.AddField(
                model_name='projectresultaudit',
                name='project',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.project', verbose_name='Dự án, viện trợ'),
            ), migrations.AddConstraint(
                model_name='aidregime',
                constraint=models.UniqueConstraint(fields=('source_type', 'legal_basis'), name='aid_regime_once'),
            ), migrations.AddConstraint(
                model_name='aidregime',
                constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='aid_regime_range'),
            ), migrations.AddIndex(
                model_name='fundingline',
                index=models.Index(fields=['project', 'kind', 'currency'], name='line_project_kind'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='line_currency'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.UniqueConstraint(condition=models.Q(('corrects__isnull', True), ('kind', 'value')), fields=('project',), name='line_one_value'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='line_not_nought'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('corrects__isnull', False), _connector='OR'), name='line_negative_corrects'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='line_correction_says_why'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('rate__isnull', True), ('rate_on__isnull', True), ('rate_source', '')), models.Q(('rate__gt', 0), ('rate__isnull', False), ('rate_on__isnull', False), models.Q(('rate_source', ''), _negated=True)), _connector='OR'), name='line_rate_whole'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('currency', 'VND'), _negated=True), models.Q(('dong_stated__isnull', True), ('rate__isnull', True)), _connector='OR'), name='line_dong_needs_no_rate'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(('rate__isnull', True), ('dong_stated__isnull', True), _connector='OR'), name='line_dong_told_once'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('period_from__isnull', True), ('period_to__isnull', True)), models.Q(('period_from__isnull', False), ('period_to__gte', models.F('period_from')), ('period_to__isnull', False)), _connector='OR'), name='line_period_whole'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'planned'), _negated=True), ('period_to__isnull', False), _connector='OR'), name='line_plan_has_period'),
            ), migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('corrects', models.F('id')), _negated=True), _connector='OR'), name='line_not_its_own_correction'),
            ), migrations.AddConstraint(
                model_name='ngoregistration',
                constraint=models.UniqueConstraint(fields=('partner', 'number'), name='ngo_registration_once'),
            ), migrations.AddConstraint(
                model_name='ngoregistration',
                constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='ngo_registration_numbered'),
            ), migrations.AddConstraint(
                model_name='ngoregistration',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='ngo_withdrawn_with_reason'),
            ), migrations.AddConstraint(
                model_name='projectagency',
                constraint=models.UniqueConstraint(fields=('project', 'agency', 'role'), name='project_agency_once'),
            ), migrations.AddConstraint(
                model_name='projectagreement',
                constraint=models.UniqueConstraint(fields=('project', 'agreement'), name='project_agreement_once'),
            ), migrations.AddConstraint(
                model_name='projectevent',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['cancellation', 'extension', 'suspension']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='project_event_reason'),
            ), migrations.AddConstraint(
                model_name='projectevent',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'extension'), ('new_ends_on__isnull', False)), ('kind', 'adjustment'), models.Q(('new_ends_on__isnull', True), models.Q(('kind', 'extension'), _negated=True)), _connector='OR'), name='project_event_new_end'),
            ), migrations.AddConstraint(
                model_name='projectparty',
                constraint=models.UniqueConstraint(fields=('project', 'partner'), name='project_party_once'),
            ), migrations.AddConstraint(
                model_name='projectparty',
                constraint=models.CheckConstraint(condition=models.Q(('share__isnull', True), models.Q(('role', 'donor'), ('share__gt', 0), ('share__isnull', False), ('share__lte', 100)), _connector='OR'), name='project_share_of_donor'),
            ), migrations.AddConstraint(
                model_name='projectreport',
                constraint=models.UniqueConstraint(fields=('project', 'agency', 'period_from', 'period_to'), name='project_report_once'),
            ), migrations.AddConstraint(
                model_name='projectreport',
                constraint=models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='project_report_period'),
            ), migrations.AddConstraint(
                model_name='projectreport',
                constraint=models.CheckConstraint(condition=models.Q(('done_vi', ''), _negated=True), name='project_report_told'),
            ), migrations.AddConstraint(
                model_name='projectresult',
                constraint=models.CheckConstraint(condition=models.Q(('target__isnull', False), ('reached__isnull', False), _connector='OR'), name='project_result_says_something'),
            ), migrations.AddConstraint(
                model_name='projectresult',
                constraint=models.CheckConstraint(condition=models.Q(('reached__isnull', True), ('as_of__isnull', False), _connector='OR'), name='project_result_dated'),
            )],
        ),
        dnfa.core.migration_steps.Together(
            operations=[pgtrigger.migrations.AddTrigger(
                model_name='exchangerate',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_exchangerateaudit" ("created_at", "currency", "day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "updated_at") VALUES (NEW."created_at", NEW."currency", NEW."day", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rate", NEW."source", NEW."updated_at"); RETURN NULL;', hash='3f1d3ede01008134b69c20df7ef9e2e8ac203798', operation='INSERT', pgid='pgtrigger_insert_insert_8f50c', table='agreements_exchangerate', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='exchangerate',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_exchangerateaudit" ("created_at", "currency", "day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "updated_at") VALUES (NEW."created_at", NEW."currency", NEW."day", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rate", NEW."source", NEW."updated_at"); RETURN NULL;', hash='d81f47027401b0847b6a2176df7e69e76f794e6e', operation='UPDATE', pgid='pgtrigger_update_update_0eed7', table='agreements_exchangerate', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='exchangerate',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_exchangerateaudit" ("created_at", "currency", "day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source", "updated_at") VALUES (OLD."created_at", OLD."currency", OLD."day", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rate", OLD."source", OLD."updated_at"); RETURN NULL;', hash='a32534bd40eb1e64f7cb0beacac24db7191fed90', operation='DELETE', pgid='pgtrigger_delete_delete_6f252', table='agreements_exchangerate', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='aidregime',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_aidregimeaudit" ("id", "is_verified", "legal_basis_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_type", "valid_from", "valid_to") VALUES (NEW."id", NEW."is_verified", NEW."legal_basis_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_type", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='d5ea8500f8a4b8f9b8fdfd57091d0c31641227dc', operation='INSERT', pgid='pgtrigger_insert_insert_c54da', table='agreements_aidregime', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='aidregime',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_aidregimeaudit" ("id", "is_verified", "legal_basis_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_type", "valid_from", "valid_to") VALUES (NEW."id", NEW."is_verified", NEW."legal_basis_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_type", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='b7592f89b7babe885317d78c5fa98001d65a527e', operation='UPDATE', pgid='pgtrigger_update_update_e2161', table='agreements_aidregime', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='aidregime',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_aidregimeaudit" ("id", "is_verified", "legal_basis_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_type", "valid_from", "valid_to") VALUES (OLD."id", OLD."is_verified", OLD."legal_basis_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_type", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='6a43b80efdaa8a91805aa62f9197b08f79e040cd', operation='DELETE', pgid='pgtrigger_delete_delete_56808', table='agreements_aidregime', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='aidregimeaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='294858b992a04d132759335ed10105423c2b59b4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_70761', table='agreements_aidregimeaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='exchangerateaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='68d9b501e04d7000bd8e8d2a40f2365358acfa7b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_385e7', table='agreements_exchangerateaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='fundingline',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_fundinglineaudit" ("amount", "booked_on", "corrects_id", "created_at", "currency", "document_number", "dong_stated", "id", "key", "kind", "note", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "qualifier", "rate", "rate_on", "rate_source", "reason", "recorded_by_id", "updated_at") VALUES (NEW."amount", NEW."booked_on", NEW."corrects_id", NEW."created_at", NEW."currency", NEW."document_number", NEW."dong_stated", NEW."id", NEW."key", NEW."kind", NEW."note", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."qualifier", NEW."rate", NEW."rate_on", NEW."rate_source", NEW."reason", NEW."recorded_by_id", NEW."updated_at"); RETURN NULL;', hash='0f2d1a146319735aa09c93918682b9dfdd811764', operation='INSERT', pgid='pgtrigger_insert_insert_41d3b', table='agreements_fundingline', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='fundingline',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."booked_on" IS DISTINCT FROM (NEW."booked_on") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."dong_stated" IS DISTINCT FROM (NEW."dong_stated") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."period_from" IS DISTINCT FROM (NEW."period_from") OR OLD."period_to" IS DISTINCT FROM (NEW."period_to") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."qualifier" IS DISTINCT FROM (NEW."qualifier") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."rate_on" IS DISTINCT FROM (NEW."rate_on") OR OLD."rate_source" IS DISTINCT FROM (NEW."rate_source") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))', func='INSERT INTO "agreements_fundinglineaudit" ("amount", "booked_on", "corrects_id", "created_at", "currency", "document_number", "dong_stated", "id", "key", "kind", "note", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "qualifier", "rate", "rate_on", "rate_source", "reason", "recorded_by_id", "updated_at") VALUES (NEW."amount", NEW."booked_on", NEW."corrects_id", NEW."created_at", NEW."currency", NEW."document_number", NEW."dong_stated", NEW."id", NEW."key", NEW."kind", NEW."note", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."qualifier", NEW."rate", NEW."rate_on", NEW."rate_source", NEW."reason", NEW."recorded_by_id", NEW."updated_at"); RETURN NULL;', hash='efae01c44f88f908eb0b62919924a8098e9cb21c', operation='UPDATE', pgid='pgtrigger_update_update_53996', table='agreements_fundingline', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='fundingline',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_fundinglineaudit" ("amount", "booked_on", "corrects_id", "created_at", "currency", "document_number", "dong_stated", "id", "key", "kind", "note", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "qualifier", "rate", "rate_on", "rate_source", "reason", "recorded_by_id", "updated_at") VALUES (OLD."amount", OLD."booked_on", OLD."corrects_id", OLD."created_at", OLD."currency", OLD."document_number", OLD."dong_stated", OLD."id", OLD."key", OLD."kind", OLD."note", OLD."period_from", OLD."period_to", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."qualifier", OLD."rate", OLD."rate_on", OLD."rate_source", OLD."reason", OLD."recorded_by_id", OLD."updated_at"); RETURN NULL;', hash='1845c923b51e2dbb78473c703dbbf6ba9ed52d3e', operation='DELETE', pgid='pgtrigger_delete_delete_399f5', table='agreements_fundingline', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='fundingline',
                trigger=pgtrigger.compiler.Trigger(name='line_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='686e6ae3eaa747cc39a623046b19fc0fa98e8351', operation='UPDATE', pgid='pgtrigger_line_stands_da4f3', table='agreements_fundingline', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='fundinglineaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ad079b50efb27b1e4121fccb555b5070c0987958', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a6aab', table='agreements_fundinglineaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='ngoregistration',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_ngoregistrationaudit" ("created_at", "id", "issued_by", "issued_on", "kind", "legal_basis_id", "note", "number", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "updated_at", "valid_from", "valid_until", "withdrawn_on", "withdrawn_reason") VALUES (NEW."created_at", NEW."id", NEW."issued_by", NEW."issued_on", NEW."kind", NEW."legal_basis_id", NEW."note", NEW."number", NEW."partner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scope", NEW."updated_at", NEW."valid_from", NEW."valid_until", NEW."withdrawn_on", NEW."withdrawn_reason"); RETURN NULL;', hash='9ffb01c2c840193be2b4767bb981bc57520c5233', operation='INSERT', pgid='pgtrigger_insert_insert_026af', table='agreements_ngoregistration', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='ngoregistration',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_by" IS DISTINCT FROM (NEW."issued_by") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."legal_basis_id" IS DISTINCT FROM (NEW."legal_basis_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."withdrawn_on" IS DISTINCT FROM (NEW."withdrawn_on") OR OLD."withdrawn_reason" IS DISTINCT FROM (NEW."withdrawn_reason"))', func='INSERT INTO "agreements_ngoregistrationaudit" ("created_at", "id", "issued_by", "issued_on", "kind", "legal_basis_id", "note", "number", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "updated_at", "valid_from", "valid_until", "withdrawn_on", "withdrawn_reason") VALUES (NEW."created_at", NEW."id", NEW."issued_by", NEW."issued_on", NEW."kind", NEW."legal_basis_id", NEW."note", NEW."number", NEW."partner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scope", NEW."updated_at", NEW."valid_from", NEW."valid_until", NEW."withdrawn_on", NEW."withdrawn_reason"); RETURN NULL;', hash='db22db834dfd65026cd6798e2152e5689ef75d35', operation='UPDATE', pgid='pgtrigger_update_update_da5d5', table='agreements_ngoregistration', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='ngoregistration',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_ngoregistrationaudit" ("created_at", "id", "issued_by", "issued_on", "kind", "legal_basis_id", "note", "number", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "updated_at", "valid_from", "valid_until", "withdrawn_on", "withdrawn_reason") VALUES (OLD."created_at", OLD."id", OLD."issued_by", OLD."issued_on", OLD."kind", OLD."legal_basis_id", OLD."note", OLD."number", OLD."partner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."scope", OLD."updated_at", OLD."valid_from", OLD."valid_until", OLD."withdrawn_on", OLD."withdrawn_reason"); RETURN NULL;', hash='235cf7fbd1dbc704df5184cdf2f9529ffca62245', operation='DELETE', pgid='pgtrigger_delete_delete_d441f', table='agreements_ngoregistration', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='ngoregistration',
                trigger=pgtrigger.compiler.Trigger(name='count_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_by" IS DISTINCT FROM (NEW."issued_by") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."legal_basis_id" IS DISTINCT FROM (NEW."legal_basis_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."withdrawn_on" IS DISTINCT FROM (NEW."withdrawn_on") OR OLD."withdrawn_reason" IS DISTINCT FROM (NEW."withdrawn_reason"))', func='NEW.version = OLD.version + 1; RETURN NEW;', hash='90ac680928fc69e68425b3171fd0c8f5651c8390', operation='UPDATE', pgid='pgtrigger_count_version_94093', table='agreements_ngoregistration', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='ngoregistrationaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ba78e6c8160f745209fe7e51b5abe1ec4c809e72', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_caa06', table='agreements_ngoregistrationaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectagency',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectagencyaudit" ("agency_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") VALUES (NEW."agency_id", NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."role"); RETURN NULL;', hash='76e02fd8edddb4d356af5d58d4e201f1da073c48', operation='INSERT', pgid='pgtrigger_insert_insert_432a1', table='agreements_projectagency', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectagency',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_projectagencyaudit" ("agency_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") VALUES (NEW."agency_id", NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."role"); RETURN NULL;', hash='3ec8d0b7703b87c94eed1b1fd59358b97fce7717', operation='UPDATE', pgid='pgtrigger_update_update_73068', table='agreements_projectagency', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectagency',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectagencyaudit" ("agency_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") VALUES (OLD."agency_id", OLD."id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."role"); RETURN NULL;', hash='3859b34d04344d161f8d0db75d33260a0a609699', operation='DELETE', pgid='pgtrigger_delete_delete_d5f67', table='agreements_projectagency', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectagencyaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fcab42a310b6fcd8bfe172695bc27e44f538c587', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7a1ef', table='agreements_projectagencyaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectagreement',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectagreementaudit" ("agreement_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."agreement_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;', hash='b83ccd377c3cf2d1f84fa66ddb99e3351fda68e6', operation='INSERT', pgid='pgtrigger_insert_insert_ee851', table='agreements_projectagreement', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectagreement',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_projectagreementaudit" ("agreement_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."agreement_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;', hash='cb4ad1d95a5c40ef8abcba728e4ee9258e167a43', operation='UPDATE', pgid='pgtrigger_update_update_8b2e3', table='agreements_projectagreement', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectagreement',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectagreementaudit" ("agreement_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (OLD."agreement_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id"); RETURN NULL;', hash='00b24d136ff47525d5c2d1d5bb51cfbf633bddd0', operation='DELETE', pgid='pgtrigger_delete_delete_9f2c5', table='agreements_projectagreement', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectagreementaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c2a259adf69752b6f1836378d3cdf6db7a88a50e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_abcf1', table='agreements_projectagreementaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectevent',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projecteventaudit" ("created_at", "decided_by", "document_number", "id", "kind", "new_ends_on", "note", "occurred_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_by_id", "updated_at") VALUES (NEW."created_at", NEW."decided_by", NEW."document_number", NEW."id", NEW."kind", NEW."new_ends_on", NEW."note", NEW."occurred_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."reason", NEW."recorded_by_id", NEW."updated_at"); RETURN NULL;', hash='27eb24bde718db7c682bc2047a6c2867b5b0ea08', operation='INSERT', pgid='pgtrigger_insert_insert_0bf78', table='agreements_projectevent', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectevent',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_projecteventaudit" ("created_at", "decided_by", "document_number", "id", "kind", "new_ends_on", "note", "occurred_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_by_id", "updated_at") VALUES (NEW."created_at", NEW."decided_by", NEW."document_number", NEW."id", NEW."kind", NEW."new_ends_on", NEW."note", NEW."occurred_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."reason", NEW."recorded_by_id", NEW."updated_at"); RETURN NULL;', hash='6cccabfc6757b6bccc6b1b3c93766c67843d3d79', operation='UPDATE', pgid='pgtrigger_update_update_51a32', table='agreements_projectevent', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectevent',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projecteventaudit" ("created_at", "decided_by", "document_number", "id", "kind", "new_ends_on", "note", "occurred_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reason", "recorded_by_id", "updated_at") VALUES (OLD."created_at", OLD."decided_by", OLD."document_number", OLD."id", OLD."kind", OLD."new_ends_on", OLD."note", OLD."occurred_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."reason", OLD."recorded_by_id", OLD."updated_at"); RETURN NULL;', hash='65efa84eaa73e3ad6a9ea885739fc8b7e49fad65', operation='DELETE', pgid='pgtrigger_delete_delete_0326e', table='agreements_projectevent', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projecteventaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e08eedaebf9250051f2bc5a0c2a597e2598a1004', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7eca2', table='agreements_projecteventaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectparty',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectpartyaudit" ("id", "order", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "share") VALUES (NEW."id", NEW."order", NEW."partner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."role", NEW."share"); RETURN NULL;', hash='acd56c33cd27f8a6ffac7f1077b6b688897b8fed', operation='INSERT', pgid='pgtrigger_insert_insert_7dfaa', table='agreements_projectparty', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectparty',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_projectpartyaudit" ("id", "order", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "share") VALUES (NEW."id", NEW."order", NEW."partner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."role", NEW."share"); RETURN NULL;', hash='4ccad18153c345bdc14c918261704e2b0fb4da6b', operation='UPDATE', pgid='pgtrigger_update_update_9485b', table='agreements_projectparty', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectparty',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectpartyaudit" ("id", "order", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role", "share") VALUES (OLD."id", OLD."order", OLD."partner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."role", OLD."share"); RETURN NULL;', hash='f733ace8bd36615ccf462da60e77573ee3e97258', operation='DELETE', pgid='pgtrigger_delete_delete_0de97', table='agreements_projectparty', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectpartyaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c964953a907f493b03aca67bf5e98cf9b5fa4fa0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_52043', table='agreements_projectpartyaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectreport',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectreportaudit" ("agency_id", "created_at", "difficulty_vi", "document_number", "done_vi", "id", "next_vi", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "received_on", "recorded_by_id", "updated_at") VALUES (NEW."agency_id", NEW."created_at", NEW."difficulty_vi", NEW."document_number", NEW."done_vi", NEW."id", NEW."next_vi", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."received_on", NEW."recorded_by_id", NEW."updated_at"); RETURN NULL;', hash='2557893e4fc9cc59c09fb26d0ccdf105199b24e9', operation='INSERT', pgid='pgtrigger_insert_insert_849d1', table='agreements_projectreport', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectreport',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_projectreportaudit" ("agency_id", "created_at", "difficulty_vi", "document_number", "done_vi", "id", "next_vi", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "received_on", "recorded_by_id", "updated_at") VALUES (NEW."agency_id", NEW."created_at", NEW."difficulty_vi", NEW."document_number", NEW."done_vi", NEW."id", NEW."next_vi", NEW."period_from", NEW."period_to", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."received_on", NEW."recorded_by_id", NEW."updated_at"); RETURN NULL;', hash='acbac7f94f7f2174fcc09dd64ed081da1f210512', operation='UPDATE', pgid='pgtrigger_update_update_7fcae', table='agreements_projectreport', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectreport',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectreportaudit" ("agency_id", "created_at", "difficulty_vi", "document_number", "done_vi", "id", "next_vi", "period_from", "period_to", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "received_on", "recorded_by_id", "updated_at") VALUES (OLD."agency_id", OLD."created_at", OLD."difficulty_vi", OLD."document_number", OLD."done_vi", OLD."id", OLD."next_vi", OLD."period_from", OLD."period_to", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."received_on", OLD."recorded_by_id", OLD."updated_at"); RETURN NULL;', hash='5da1ce27335b2f4ae4913a71a79fcc3fc96fcee8', operation='DELETE', pgid='pgtrigger_delete_delete_24274', table='agreements_projectreport', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectreportaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f3d17cc181a9bb0d5302202eb1c9c8812d6665b2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1032f', table='agreements_projectreportaudit', when='BEFORE')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectresult',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectresultaudit" ("as_of", "id", "indicator", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reached", "target", "unit") VALUES (NEW."as_of", NEW."id", NEW."indicator", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."reached", NEW."target", NEW."unit"); RETURN NULL;', hash='1ee3c6207b338e87d4998b801c50dbe3b84b3bf9', operation='INSERT', pgid='pgtrigger_insert_insert_f7c10', table='agreements_projectresult', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectresult',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_projectresultaudit" ("as_of", "id", "indicator", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reached", "target", "unit") VALUES (NEW."as_of", NEW."id", NEW."indicator", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."reached", NEW."target", NEW."unit"); RETURN NULL;', hash='dabb2f5354a655176b188ce0a4486fcc2a6e7371', operation='UPDATE', pgid='pgtrigger_update_update_032ee', table='agreements_projectresult', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectresult',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectresultaudit" ("as_of", "id", "indicator", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "reached", "target", "unit") VALUES (OLD."as_of", OLD."id", OLD."indicator", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."reached", OLD."target", OLD."unit"); RETURN NULL;', hash='036f59e29197a3a5f2aa98ccf60662ae1ed6c93d', operation='DELETE', pgid='pgtrigger_delete_delete_dd5f9', table='agreements_projectresult', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='projectresultaudit',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c465b3711bff08c09123fdc933502258da9c3410', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eef39', table='agreements_projectresultaudit', when='BEFORE')),
            )],
        ),
    ]
