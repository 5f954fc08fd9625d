# Three stages: the pages are built by Node, the API by the .NET SDK; what runs holds neither.

FROM node:22-bookworm-slim AS pages
WORKDIR /source
COPY schema schema
COPY graphql/Transport/GraphiQL graphql/Transport/GraphiQL
COPY console console
# A checkout without one of the pages builds an image without it.
RUN for page in graphql/Transport/GraphiQL console; do \
      mkdir -p "$page/dist"; \
      if [ -f "$page/package.json" ]; then npm --prefix "$page" ci --no-audit --no-fund && npm --prefix "$page" run build || exit 1; fi; \
    done

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
ENV CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Project files first: packages are restored again only when these change.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY graphql/GraphQL.csproj graphql/packages.lock.json graphql/
COPY experiments/Experiments.csproj experiments/packages.lock.json experiments/
COPY marketplace/Marketplace.csproj marketplace/packages.lock.json marketplace/
COPY schema/Marketplace.Schema.csproj schema/packages.lock.json schema/
COPY api/Marketplace.Api.csproj api/packages.lock.json api/
RUN dotnet restore api
COPY graphql graphql
COPY experiments experiments
COPY marketplace marketplace
COPY schema schema
COPY api api
COPY --from=pages /source/graphql/Transport/GraphiQL/dist graphql/Transport/GraphiQL/dist
COPY --from=pages /source/console/dist console/dist
RUN dotnet publish api --no-restore -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS run
WORKDIR /app
COPY --from=build /app .
COPY --from=pages /source/console/dist console
ENV ASPNETCORE_HTTP_PORTS=5080
EXPOSE 5080
USER $APP_UID
# The image has bash and no curl.
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["dotnet", "Marketplace.Api.dll"]
