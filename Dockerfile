# One image for web, worker and beat; docker-compose.yml chooses the command.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1 DNFA_HOME=/var/lib/dnfa
RUN useradd --system --home-dir /var/lib/dnfa --create-home --shell /usr/sbin/nologin dnfa
WORKDIR /opt/dnfa
COPY --from=build /opt/venv /opt/venv
COPY . .
# The manifest of static files belongs to the code, not to the data volume.
ENV DNFA_STATIC_ROOT=/opt/dnfa-static
RUN DNFA_SECRET_KEY=only-to-collect-static-files-at-build-time-never-used-to-run \
    DATABASE_URL=postgresql://build@/build REDIS_URL=redis://build/0 \
    python manage.py collectstatic --noinput --verbosity 0
USER dnfa
EXPOSE 8000
CMD ["gunicorn", "dnfa.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--preload", "--access-logfile", "-"]
