// The endpoint is the page's own address; subscriptions go over a socket there, with the headers tab as connection parameters.
const endpoint = window.location.origin + window.location.pathname
const fetcher = GraphiQL.createFetcher({
  url: endpoint,
  subscriptionUrl: endpoint.replace(/^http/, 'ws'),
  headers: { accept: 'application/graphql-response+json, application/json' },
})

// A link may bring an operation: ?query=…&variables=…&operationName=…
const link = new URLSearchParams(window.location.search)

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    shouldPersistHeaders: false,
    query: link.get('query') ?? undefined,
    variables: link.get('variables') ?? undefined,
    operationName: link.get('operationName') ?? undefined,
  }),
)
