# One image for web, worker and beat; docker-compose.yml says which command each one runs.

FROM python:3.13-slim AS packages
COPY requirements-production.lock ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements-production.lock

FROM python:3.13-slim AS portal
# Pango draws the PDF files; DejaVu has the signs that our own font lacks.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin sekom \
 && install -d -o sekom -g sekom -m 0750 /data /data/media
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SEKOM_DATA=/data
COPY --from=packages /venv /venv
WORKDIR /srv/sekom
COPY . ./
# manage.py compiles the translations too. The settings are for this line alone: nothing is reached.
RUN SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    DATABASE_URL=postgresql://localhost/none REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --no-input \
 && python -m compileall -q .
USER sekom
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "sekom/health_check.py"]
CMD ["gunicorn", "sekom.wsgi", "--bind=0.0.0.0:8000", "--no-control-socket", \
     "--worker-class=gthread", "--workers=2", "--threads=8", "--timeout=60", \
     "--graceful-timeout=8", "--worker-tmp-dir=/dev/shm"]

# The TLS front, as an ordinary user with folders of its own. It needs no capability: its ports are high.
FROM caddy:2 AS front
RUN setcap -r /usr/bin/caddy \
 && adduser -D -H -u 10002 front \
 && chown -R front:front /data /config
USER front
