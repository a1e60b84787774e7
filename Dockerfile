# The production image. docker-compose.yml runs it as web, worker and scheduler.

FROM node:24-bookworm-slim AS fonts
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# What WeasyPrint loads when it makes a PDF.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/production.txt requirements/production.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt
COPY . .
COPY --from=fonts /app/node_modules node_modules

# Static files get names that change with their content. The values are for this step alone.
ENV DATA_DIR=/srv/revisionsspar
RUN SECRET_KEY=build DATABASE_URL=postgres:///build REDIS_URL=redis:// EMAIL_URL=smtp://localhost \
    EMAIL_FROM=build SITE_URL=https://localhost ALLOWED_HOSTS=localhost MUNICIPALITY=build AUDITORS=build \
    python manage.py collectstatic --noinput --verbosity 0

# The scheduler's memory; a new volume takes its owner from here.
RUN useradd --system --no-create-home spar && install --directory --owner spar /var/lib/revisionsspar
USER spar
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
