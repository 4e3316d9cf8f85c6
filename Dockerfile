# Both tags receive fixes. For reproducible images, add digests: --build-arg RUNTIME_TAG=nonroot@sha256:...
ARG BUILD_TAG=24.21.0-bookworm-slim
ARG RUNTIME_TAG=nonroot

FROM docker.io/library/node:${BUILD_TAG} AS build
# An empty folder, which the image gives to its user.
WORKDIR /state
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# The build needs no install scripts of packages.
RUN npm ci --ignore-scripts --prefer-offline
COPY scripts/ scripts/
COPY src/ src/
ARG REVISION=unknown
RUN WHMCS_STOCK_EXPORTER_REVISION="${REVISION}" npm run build

# Only Node and the libraries it needs: no shell, no package manager.
FROM gcr.io/distroless/nodejs24-debian13:${RUNTIME_TAG}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="whmcs-stock-exporter" \
      org.opencontainers.image.description="Prometheus exporter for what a hosting company can still sell: product stock from one or many WHMCS installations" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production
COPY --from=build /build/dist/ /opt/whmcs-stock-exporter/dist/
COPY --chmod=0644 package.json LICENSE /opt/whmcs-stock-exporter/
# Every command reads config.yaml from its working directory. This default uses only environment variables.
COPY --chmod=0644 config.yaml /etc/whmcs-stock-exporter/
WORKDIR /etc/whmcs-stock-exporter
# What the exporter keeps over a restart: the only place that it writes to.
COPY --from=build --chown=65532:65532 /state/ /var/lib/whmcs-stock-exporter/
ENV PERSISTENCE_FILE=/var/lib/whmcs-stock-exporter/stock.state
VOLUME /var/lib/whmcs-stock-exporter
# A number, so that Kubernetes's runAsNonRoot can verify it.
USER 65532:65532
EXPOSE 10052
# Asks WEB_HEALTH_LISTEN_ADDRESS, else WEB_LISTEN_ADDRESS, else port 10052. With users or client certificates
# in --web.config.file, set the first.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["/nodejs/bin/node", "/opt/whmcs-stock-exporter/dist/main.js", "healthcheck"]
ENTRYPOINT ["/nodejs/bin/node", "/opt/whmcs-stock-exporter/dist/main.js"]
