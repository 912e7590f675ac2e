# The daemon on Debian, as a user of its own. Everything it writes is below /var/lib/padchestd and /run/padchestd, so that
# the root file system can be read-only.
#   docker build --build-arg VERSION="$(sed -n 's/^project(padchestd VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)" -t padchestd .
# Not pinned by digest, since no registry can be reached where this file was written. For a release, name the image as
# debian:bookworm-slim@sha256:DIGEST, with the digest of `docker buildx imagetools inspect debian:bookworm-slim`.
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY . .
RUN scripts/setup --build \
 && DESTDIR=/out cmake --install build/release --prefix /usr --component program --strip

FROM debian:bookworm-slim
ARG VERSION
LABEL org.opencontainers.image.title="padchestd" \
      org.opencontainers.image.description="Ingestion daemon for the PadChest chest X-ray feed" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.base.name="docker.io/library/debian:bookworm-slim"
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libpq5 libspdlog1.10 libssl3 libstemmer0d libsystemd0 libxxhash0 libyaml-cpp0.7 libzstd1 zlib1g \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/padchestd --shell /usr/sbin/nologin padchestd \
 && install -d -o padchestd -g padchestd /var/lib/padchestd /var/lib/padchestd/feed /var/lib/padchestd/state \
    /var/lib/padchestd/dashboard /run/padchestd
COPY --from=build /out/usr/bin/padchestd /usr/bin/padchestd
COPY config/container.yaml /etc/padchestd/padchestd.yaml
COPY LICENSE NOTICE /usr/share/doc/padchestd/
ENV PADCHESTD_CONFIG=/etc/padchestd/padchestd.yaml
USER padchestd
VOLUME ["/var/lib/padchestd/feed", "/var/lib/padchestd/state", "/var/lib/padchestd/dashboard"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["padchestd", "status", "--exit-code"]
ENTRYPOINT ["padchestd"]
CMD ["run"]
