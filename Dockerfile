# Lethe as a container image, made of the packages that `npm run build` and `npm pack` leave in dist: docs/container.md.
# The tag names one version of Node. The workflow of the image finds out the digest behind it, builds by that, and records it.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim
ARG VERSION=0.1.0
ARG COMMIT=unknown

# JavaScript and WebAssembly alone, so one installation serves every processor. The label of the version must be the package's own.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS packages
ARG VERSION
ARG COMMIT
WORKDIR /opt/lethe
COPY dist/lethe-${VERSION}.tgz /tmp/packages/
RUN npm install --ignore-scripts --no-audit --no-fund --cache /tmp/npm "/tmp/packages/lethe-${VERSION}.tgz" \
  && node -e 'const [commit, lethe] = [process.argv[1], require("./node_modules/lethe/package.json")]; \
    if (commit !== "unknown" && commit !== lethe.commit) throw new Error("the package is of another commit than COMMIT")' "${COMMIT}"

# What only some rules and deliveries need: the weights and their runtime, the clients of AWS, the second reader of `lethe verify`.
FROM packages AS packages-full
ARG VERSION
COPY dist/lethe-weights-${VERSION}.tgz /tmp/packages/
RUN node -p 'Object.entries(require("./node_modules/lethe/package.json").peerDependencies) \
    .filter(([name]) => /^(?:@aws-sdk\/|dcmjs$)/.test(name)).map((each) => each.join("@")).join("\n")' > /tmp/packages/with \
  && xargs npm install --ignore-scripts --no-audit --no-fund --cache /tmp/npm "/tmp/packages/lethe-weights-${VERSION}.tgz" < /tmp/packages/with

# Node and nothing that installs: what brought the packages here is not what runs them.
FROM ${NODE_IMAGE} AS base
RUN rm -rf /usr/local/lib/node_modules /opt/yarn* \
    /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg \
  && ln -s /opt/lethe/node_modules/lethe/cli/lethe.mjs /usr/local/bin/lethe \
  && install -d -m 0700 -o 10001 -g 10001 /var/lib/lethe
ARG VERSION
ARG COMMIT
LABEL org.opencontainers.image.title="Lethe" \
  org.opencontainers.image.description="De-identifies DICOM: a gateway on the network, and a command for folders" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${COMMIT}"
# A key in a folder that goes with the container would be lost with it: without a home, whoever wants one names its place.
ENV HOME=/nonexistent XDG_CACHE_HOME=/tmp
WORKDIR /var/lib/lethe
# A number, so that Kubernetes sees that it is not root's.
USER 10001:10001
EXPOSE 11112
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s \
  CMD ["lethe", "listen", "status", "--config", "/etc/lethe/lethe.listen.json"]
ENTRYPOINT ["lethe"]
CMD ["listen", "--config", "/etc/lethe/lethe.listen.json"]

FROM base AS full
COPY --from=packages-full /opt/lethe /opt/lethe

# The last stage is what is built where none is named.
FROM base AS lethe
COPY --from=packages /opt/lethe /opt/lethe
