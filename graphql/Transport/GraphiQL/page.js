// The endpoint is the page's own address.
const fetcher = GraphiQL.createFetcher({
  url: window.location.pathname,
  headers: { accept: 'application/graphql-response+json, application/json' },
})

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, shouldPersistHeaders: false }),
)
