# One image for web, worker, beat and migrations: docker-compose.yml says which command each runs.

FROM node:22-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.13-slim-bookworm AS libraries
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY pyproject.toml requirements.lock ./
# What production needs, in the versions and with the checksums of the lock.
RUN uv venv /venv && VIRTUAL_ENV=/venv uv pip install --no-cache -r pyproject.toml -c requirements.lock

FROM python:3.13-slim-bookworm
# Pango and HarfBuzz lay out the text of the PDFs.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home socialnamnd \
    && install -d -o socialnamnd -g socialnamnd /data
COPY --from=libraries /venv /venv
COPY --from=front-end /app/node_modules /app/node_modules
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 VAR_DIR=/data STATIC_ROOT=/app/staticfiles
# The image holds its own version's files; a key is needed to start, and this one is gone with the step.
RUN SECRET_KEY=unused VAR_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build
USER socialnamnd
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "socialnamnd.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--timeout", "120"]
