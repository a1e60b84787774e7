# The production image. docker-compose.yml runs it as web, the workers and scheduler.

FROM node:24.11.1-bookworm-slim AS fonts
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# pg_dump, pg_restore and psql of the server's own version, for backups.
FROM postgres:18.1-bookworm AS postgres

FROM python:3.11.14-slim-bookworm
# In production only /tmp can be written to: the fonts' cache lies there.
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/tmp/cache
# What WeasyPrint loads when it makes a PDF, and what PostgreSQL's programs load.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    libpq5 liblz4-1 libzstd1 libreadline8 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=postgres /usr/lib/postgresql/18/bin/pg_dump /usr/lib/postgresql/18/bin/pg_restore /usr/lib/postgresql/18/bin/psql /usr/local/bin/
COPY --from=postgres /usr/lib/*-linux-gnu/libpq.so.5* /usr/local/lib/
RUN ldconfig && pg_dump --version && pg_restore --version && psql --version
WORKDIR /app
COPY requirements/production.txt requirements/production.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt
COPY . .
COPY --from=fonts /app/node_modules node_modules

# Static files get names that change with their content. The values are for this step alone.
ENV DATA_DIR=/srv/revisionsspar
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(48))')" DATABASE_URL=postgres:///build REDIS_URL=redis:// EMAIL_URL=smtp://localhost \
    EMAIL_FROM=build SITE_URL=https://localhost ALLOWED_HOSTS=localhost MUNICIPALITY=build AUDITORS=build \
    python manage.py collectstatic --noinput --verbosity 0

# The scheduler's memory and the backups; a new volume takes its owner from here.
RUN useradd --system --no-create-home spar \
    && install --directory --owner spar /var/lib/revisionsspar \
    && install --directory --owner spar --mode 700 /var/backups/revisionsspar
USER spar
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
