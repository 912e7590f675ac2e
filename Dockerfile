# The daemon on Debian, as a user of its own. Everything it writes is below /var/lib/padchestd and /run/padchestd, so that
# the root file system can be read-only.
#   docker build --build-arg VERSION="$(sed -n 's/^project(padchestd VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)" -t padchestd .
# The base is pinned by the digest of its multi-architecture index, as published on 24 August 2026. To renew it:
# `docker buildx imagetools inspect debian:trixie-slim`. A base of your own: --build-arg BASE=….
ARG BASE=debian:trixie-slim@sha256:d7e12182ce18b85b93007c1dedf31f2d29e01ccf3182cc4017c709b6259bc132
FROM ${BASE} AS build
WORKDIR /src
COPY . .
# /out/packages names the packages of the libraries that the program is linked with.
RUN scripts/setup --build \
 && DESTDIR=/out cmake --install build/release --prefix /usr --component program --strip \
 && mkdir -p debian && touch debian/control \
 && dpkg-shlibdeps -O build/release/padchestd >/out/dependencies \
 && sed 's/^shlibs:Depends=//; s/([^)]*)//g; s/,/\n/g; s/ //g' /out/dependencies >/out/packages

FROM ${BASE}
ARG VERSION
LABEL org.opencontainers.image.title="padchestd" \
      org.opencontainers.image.description="Ingestion daemon for the PadChest chest X-ray feed" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.base.name="docker.io/library/debian:trixie-slim"
RUN --mount=type=bind,from=build,source=/out/packages,target=/tmp/packages apt-get update \
 && xargs -a /tmp/packages apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log \
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
