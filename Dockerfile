# The image of web, worker and beat; compose.yaml starts them.
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY pyproject.toml requirements.lock ./
# One lock file serves development too, so what only developers need is taken out again.
RUN pip install --no-cache-dir --require-hashes -r requirements.lock \
 && python -c "import re, tomllib; dev = tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['dev']; print(*(re.match(r'[\w-]+', name)[0] for name in dev))" \
  | xargs pip uninstall --yes --quiet

COPY . .
# Collected into the image, so that files and code are always of the same version. The values count only here.
RUN for words in locale/*/LC_MESSAGES; do \
      pybabel --quiet compile --input-file "$words/django.po" --output-file "$words/django.mo"; \
    done \
 && SUIVI_MODE=production SECRET_KEY=build ALLOWED_HOSTS=localhost BASE_URL=http://localhost \
    python manage.py collectstatic --noinput \
 && useradd --system --create-home suivi \
 && mkdir -p var/files \
 && chown -R suivi var
USER suivi

ENV SUIVI_MODE=production PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
