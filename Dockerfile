# Builds the image from a clone: docker build -t headwater .
# The base is Debian, because the embedded engine and KurrentDB's client have parts compiled for glibc.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
# `npm ci` also builds dist/; then the packages that only development needs are removed.
RUN npm ci --no-audit --no-fund && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
COPY --from=build /src/bin ./bin
COPY --from=build /src/schemas ./schemas
COPY --from=build /src/examples ./examples
# A new volume takes its owner from the folder in the image.
RUN mkdir /data && chown node:node /data
USER node
# Nothing outside of a container reaches its loopback, so `serve` binds every address, which requires API keys.
ENV NODE_ENV=production HEADWATER_DATA=/data HEADWATER_HOST=0.0.0.0 HEADWATER_PORT=8787
VOLUME /data
EXPOSE 8787
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEADWATER_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/headwater.js"]
CMD ["serve"]
