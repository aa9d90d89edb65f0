# One image for web, worker, beat and migrations; docker-compose.yml says which is which.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /app
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin star \
    && mkdir -p .run/metrics /data/media \
    && chown -R star:star .run /data

COPY requirements.lock ./
RUN pip install --no-cache-dir uv \
    && uv pip install --system --no-cache --require-hashes -r requirements.lock

COPY . .
RUN python -m starservice.web.catalogues \
    && SECRET_KEY=only-for-collecting-files python manage.py collectstatic --noinput

USER star
EXPOSE 8000
CMD ["gunicorn", "starservice.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4", "--timeout=120", "--no-control-socket"]
