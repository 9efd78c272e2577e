"""The sections of the report: sentences made from figures, right for none, one and many, each number with its annex."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from agreements.enums import ProjectDirection
from agreements.models import Agreement, AgreementEvent
from partners.enums import Continent, RelationshipClass
from partners.models import Partner, Relationship
from reports.annual import aid, aid_text, outline, rounds_text, scheme, words
from reports.annual.document import Claim, Column, Row, Section, Table
from reports.annual.evidence import published_table
from reports.annual.material import Material, countries_of, ends_on
from reports.annual.text import Text
from reports.annual.words import counted, joined, padded, sentence_case, short_date
from reports.enums import CountBasis
from reports.models import PublishedCount

MOST_NAMED = 12


def build(material: Material) -> tuple[tuple[Section, ...], tuple[Claim, ...]]:
    """All sections in order with their claims."""
    parts: tuple[tuple[str, Callable[[Material, Text], None]], ...] = (
        (outline.HEADLINE, _headline),
        (outline.TIES, _ties),
        (outline.PAPERS, _papers),
        (outline.SLEEPING, _sleeping),
        (outline.EXCHANGE, _exchange),
        (outline.SCHEME, scheme.tell),
        *rounds_text.chapters(material),
        (outline.ROUNDS, rounds_text.tell),
        (outline.COMPARISON, _comparison),
        *rounds_text.closing(material),
    )
    sections, claims = [], []
    for title, tell in parts:
        text = Text()
        tell(material, text)
        rounds_text.quote(material, title, text)
        sections.append(Section(title, tuple(text.blocks)))
        claims += text.claims
    return tuple(sections), tuple(claims)


def named(partners: Iterable[Partner]) -> str:
    """Partners with their countries, the first dozen of them and how many more."""
    shown = [
        f"{partner.name_vi} ({partner.country.name_vi})" if partner.country else partner.name_vi
        for partner in partners
    ]
    more = len(shown) - MOST_NAMED
    return (
        joined(shown) if more <= 0 else f"{'; '.join(shown[:MOST_NAMED])} và {padded(more)} địa phương khác"
    )


def _headline(material: Material, text: Text) -> None:
    text.say(
        f"Số liệu lấy từ sổ quan hệ đối ngoại của thành phố, tính đến hết ngày {short_date(material.cutoff)}. Mỗi số liệu có "
        "một cách tính, ghi trong bảng dưới đây; danh sách của từng số liệu ở các Phụ lục kèm theo."
    )
    columns = (
        Column("STT", 11, "center"),
        Column("Chỉ tiêu", 42),
        Column("Số lượng", 18, "right"),
        Column("Cách tính", 94),
    )
    rows = tuple(
        Row((str(number), line.label, str(line.value), line.definition))
        for number, line in enumerate(material.figures.values(), 1)
    )
    text.blocks.append(Table("figures", "", columns, rows))


def _ties(material: Material, text: Text) -> None:
    localities, countries = material.value("localities"), material.value("countries_and_territories")
    day = short_date(material.cutoff)
    if localities:
        sentence = (
            f"Đến ngày {day}, thành phố có quan hệ chính thức với {counted(localities, 'địa phương')} của "
            f"{counted(countries, 'quốc gia và vùng lãnh thổ')} (Phụ lục II)."
        )
    else:
        sentence = (
            f"Đến ngày {day}, sổ không ghi quan hệ chính thức nào với địa phương nước ngoài (Phụ lục II)."
        )
    text.say(sentence, localities=(localities, "results"))
    text.claim_groups(sentence, countries, "results")
    _official_table(material, text)
    if localities:
        text.blocks.append(_by_continent(material))
    _letters(material, text)
    _new_ties(material, text)
    if material.ended:
        partners = [tie.partner for tie in material.ended]
        text.say(
            f"Trong năm {material.year}, {counted(len(partners), 'quan hệ')} kết thúc: {named(partners)}."
        )


def _official_table(material: Material, text: Text) -> None:
    """How the rows of the official table relate to localities: one partner may have signed twice."""
    rows = len(material.table_papers)
    localities = {partner.pk for partner in material.localities}
    partners = [p for paper in material.table_papers for p in paper.partners.all() if p.pk in localities]
    times = Counter(partner.pk for partner in partners)
    twice = {partner.pk: partner for partner in partners if times[partner.pk] > 1}
    if rows:
        sentence = f"Bảng thống kê các cấp quan hệ (Phụ lục I) có {counted(rows, 'dòng')} của {counted(len(times), 'địa phương')}"
    else:
        sentence = "Bảng thống kê các cấp quan hệ (Phụ lục I) không có dòng nào"
    if twice:
        doubles = [f"{partner.name_vi} có {padded(times[pk])} dòng" for pk, partner in twice.items()]
        sentence += f"; {joined(doubles)}"
    text.say(f"{sentence}.", rows=(rows, "official_table"))


def _by_continent(material: Material) -> Table:
    columns = (
        Column("Châu lục", 60),
        Column("Quốc gia và vùng lãnh thổ", 50, "right"),
        Column("Địa phương", 40, "right"),
    )
    rows = []
    for continent in Continent:
        found = [
            partner
            for partner in material.localities
            if partner.country and partner.country.continent == continent
        ]
        if found:
            rows.append(Row((str(continent.label), str(len(countries_of(found))), str(len(found)))))
    return Table("ties_by_continent", "Địa phương có quan hệ chính thức theo châu lục", columns, tuple(rows))


def _class_of(partner: Partner) -> str:
    ties: list[Relationship] = partner.official_ties  # type: ignore[attr-defined]
    return ties[-1].relationship_class


def _letters(material: Material, text: Text) -> None:
    letters = [p for p in material.localities if _class_of(p) == RelationshipClass.LETTER_OF_INTENT]
    if letters:
        text.say(
            f"Trong số đó, {counted(len(letters), 'địa phương')} mới ở mức ý định thư: {named(letters)}."
        )


def _new_ties(material: Material, text: Text) -> None:
    begun = [
        partner
        for partner in material.localities
        if any(tie.since and tie.since.year == material.year for tie in partner.official_ties)  # type: ignore[attr-defined]
    ]
    if begun:
        text.say(
            f"Trong năm {material.year}, thành phố thiết lập quan hệ với {counted(len(begun), 'địa phương')}: {named(begun)}."
        )
    else:
        text.say(f"Trong năm {material.year}, sổ không ghi quan hệ chính thức nào mới thiết lập.")


def _paper(paper: Agreement) -> str:
    return f"{', '.join(partner.name_vi for partner in paper.partners.all())} (ngày {short_date(ends_on(paper))})"


def _papers(material: Material, text: Text) -> None:
    text.head("1. Ký kết và hiệu lực")
    signed, in_force = material.value("agreements_signed"), material.value("agreements_in_force")
    text.say(
        f"Đến ngày {short_date(material.cutoff)}, sổ ghi {counted(signed, 'lần ký')} văn bản hợp tác cấp thành phố với đối "
        "tác nước ngoài (Phụ lục VIII)."
        if signed
        else f"Đến ngày {short_date(material.cutoff)}, sổ không ghi lần ký nào ở cấp thành phố (Phụ lục VIII).",
        signed=(signed, "signings"),
    )
    _signed_this_year(material, text)
    text.say(
        f"{sentence_case(counted(in_force, 'văn bản'))} còn hiệu lực (Phụ lục VII).",
        in_force=(in_force, "in_force"),
    )
    text.head("2. Văn bản sắp hết hạn")
    _expiring(material, text)
    text.head("3. Văn bản đã hết hạn, chưa gia hạn")
    _expired(material, text)
    text.head("4. Văn bản chưa rõ thời hạn và ý định thư")
    unknown, letters = material.value("agreements_unknown_term"), material.value("letters_of_intent_open")
    text.say(
        f"{sentence_case(counted(unknown, 'văn bản'))} chưa rõ thời hạn, cần đối chiếu bản gốc (Phụ lục VI, bảng A)."
        if unknown
        else "Không có văn bản nào chưa rõ thời hạn.",
        unknown=(unknown, "unknown_term"),
    )
    text.say(
        f"{sentence_case(counted(letters, 'ý định thư'))} đến nay chưa chuyển thành thỏa thuận (Phụ lục VI, bảng B)."
        if letters
        else "Không có ý định thư nào còn chờ chuyển thành thỏa thuận.",
        letters=(letters, "letters_of_intent"),
    )


def _signed_this_year(material: Material, text: Text) -> None:
    signed = [
        event for event in material.signings if event.occurred_on and event.occurred_on.year == material.year
    ]
    undated = [event for event in material.signings if not event.occurred_on]
    if signed:
        text.say(f"Riêng năm {material.year} có {counted(len(signed), 'lần ký')}, với {_whom(signed)}.")
    else:
        text.say(f"Trong năm {material.year}, sổ không ghi lần ký nào ở cấp thành phố.")
    if undated:
        text.say(f"{sentence_case(counted(len(undated), 'lần ký'))} không rõ ngày ký, với {_whom(undated)}.")


def _whom(events: Iterable[AgreementEvent]) -> str:
    return joined(list(dict.fromkeys(p.name_vi for event in events for p in event.agreement.partners.all())))


def _expiring(material: Material, text: Text) -> None:
    papers = material.papers["agreements_expiring"]
    value = material.value("agreements_expiring")
    span = (
        f"Trong {material.scope.horizon_months} tháng tới, đến hết ngày {short_date(material.scope.horizon)},"
    )
    if not papers:
        text.say(f"{span} không có văn bản nào hết hạn.", expiring=(value, "expiring"))
        return
    first = (
        f" sớm nhất là văn bản với {_paper(papers[0])}" if len(papers) > 1 else f" với {_paper(papers[0])}"
    )
    comma = "," if len(papers) > 1 else ""
    text.say(
        f"{span} {counted(value, 'văn bản')} hết hạn (Phụ lục IV){comma}{first}.",
        expiring=(value, "expiring"),
    )


def _expired(material: Material, text: Text) -> None:
    papers = material.papers["agreements_expired_unrenewed"]
    value = material.value("agreements_expired_unrenewed")
    if not papers:
        text.say("Không có văn bản nào đã hết hạn mà chưa gia hạn.", expired=(value, "expired"))
    else:
        longest = (
            f"; lâu nhất là văn bản với {_paper(papers[0])}"
            if len(papers) > 1
            else f": văn bản với {_paper(papers[0])}"
        )
        text.say(
            f"{sentence_case(counted(value, 'văn bản'))} đã hết hạn, sổ chưa ghi gia hạn, ký lại hoặc văn bản thay thế (Phụ lục "
            f"III){longest}. Văn bản hết hạn không có nghĩa quan hệ đã kết thúc.",
            expired=(value, "expired"),
        )
    replaced = material.papers["replaced"]
    if replaced:
        partners = list(
            dict.fromkeys(partner.name_vi for paper in replaced for partner in paper.partners.all())
        )
        text.say(
            f"Không tính trong số này {counted(len(replaced), 'văn bản')} đã được thay bằng văn bản mới, với {joined(partners)}."
        )


def _sleeping(material: Material, text: Text) -> None:
    dormant, never = material.value("ties_dormant"), material.value("ties_never_active")
    text.say(
        f"{sentence_case(counted(dormant, 'địa phương'))} lâu không có hoạt động được ghi nhận (Phụ lục V, bảng A)."
        if dormant
        else "Không có quan hệ nào lâu không có hoạt động.",
        dormant=(dormant, "tie_dormant"),
    )
    text.say(
        f"{sentence_case(counted(never, 'địa phương'))} từ khi ký văn bản chưa có tiếp xúc nào được ghi nhận (Phụ lục V, bảng "
        "B)."
        if never
        else "Không có quan hệ nào chưa từng có hoạt động.",
        never=(never, "tie_never_active"),
    )
    if dormant or never:
        text.say(
            "Hai danh sách này dựa trên những gì đã ghi trong sổ; hoạt động mà các cơ quan chưa báo cáo thì chưa được tính. Căn "
            "cứ của từng trường hợp ghi trong Phụ lục V để các cơ quan xác nhận hoặc bổ sung."
        )


def _exchange(material: Material, text: Text) -> None:
    span = f"Từ ngày 01/01/{material.cutoff.year} đến hết ngày {short_date(material.cutoff)}, sổ"
    for key, name, table in (("delegations_in", "đoàn vào", "A"), ("delegations_out", "đoàn ra", "B")):
        value = material.value(key)
        sentence = (
            f"{span} ghi {counted(value, name)} (Phụ lục IX, bảng {table})."
            if value
            else f"{span} không ghi {name} nào."
        )
        text.say(sentence, **{key: (value, key)})
    if material.undated_delegations:
        text.say(
            f"Ngoài ra sổ có {counted(material.undated_delegations, 'đoàn')} không rõ ngày nên không được tính vào năm nào."
        )
    over = len(material.over_limits)
    justified = sum(1 for case in material.over_limits if case.justification is not None)
    text.say(
        f"Có {counted(over, 'trường hợp')} đoàn ra vượt hạn mức của thành phố, đã giải trình {padded(justified)} (Phụ lục IX, bảng C)."
        if over
        else "Không có đoàn ra nào vượt hạn mức của thành phố.",
        over=(over, "over_limits"),
    )
    _aid(material, text)
    projects = material.value("projects_running")
    text.say(
        f"Sổ ghi {counted(projects, 'chương trình, dự án')} đang thực hiện (Phụ lục X, bảng C)."
        if projects
        else "Sổ không ghi chương trình, dự án nào đang thực hiện.",
        projects=(projects, "projects"),
    )


def _aid(material: Material, text: Text) -> None:
    """What was received and given in the year; the table beside says it project by project."""
    when = f"trong năm {material.year}"
    for side, letter in ((ProjectDirection.RECEIVED, "A"), (ProjectDirection.GIVEN, "B")):
        claim = aid_text.claim(material.aid[side], when, f"Phụ lục X, bảng {letter}")
        text.say(claim.sentence, told=(claim.value, claim.table_key))
        perhaps = f"Phụ lục X, bảng {aid.PERHAPS_LETTERS[side]}"
        text.blocks += aid_text.paragraphs(material.aid[side], when, perhaps)
        text.claims += aid_text.perhaps_claims(material.aid[side], perhaps)


def _comparison(material: Material, text: Text) -> None:
    stated = [
        item
        for item in material.published
        if item.basis == CountBasis.PUBLISHED and item.localities is not None
    ]
    if stated:
        text.say(_against(material, stated[-1]))
        text.blocks.append(published_table(material))
    else:
        text.say("Chưa có số liệu đã công bố để đối chiếu.")
    count = len(material.contradictions)
    text.say(
        f"Các nguồn nói khác nhau ở {counted(count, 'điểm')} (Phụ lục VI, bảng C); sổ giữ các giá trị cùng nguồn và đánh dấu "
        "giá trị đang dùng."
        if count
        else "Không có điểm nào mà các nguồn nói khác nhau.",
        contradictions=(count, "contradictions"),
    )


def _against(material: Material, item: PublishedCount) -> str:
    """Our own count held against the last published one, figure by figure."""
    pairs = (
        ("địa phương", item.localities, material.value("localities"), ""),
        (
            "quốc gia và vùng lãnh thổ",
            item.countries_and_territories,
            material.value("countries_and_territories"),
            "",
        ),
        ("thỏa thuận", item.agreements, material.value("agreements_signed"), " lần ký cấp thành phố"),
    )
    parts = [
        f"{name}: công bố {published}, sổ {own}{what} ({_difference(own - published)})"
        for name, published, own, what in pairs
        if published is not None
    ]
    return (
        f"So với số đã công bố gần nhất, tính đến {words.partial(item.as_of)}: {'; '.join(parts)}. Số công bố không kèm danh "
        "sách đầy đủ nên phần chênh lệch chưa giải thích được từng dòng."
    )


def _difference(number: int) -> str:
    if number == 0:
        return "khớp"
    return f"ít hơn {-number}" if number < 0 else f"nhiều hơn {number}"
