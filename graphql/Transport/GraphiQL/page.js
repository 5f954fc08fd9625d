// The endpoint is the page's own address; subscriptions go over a socket there, with the headers tab as connection parameters.
const endpoint = window.location.origin + window.location.pathname
const fetcher = GraphiQL.createFetcher({
  url: endpoint,
  subscriptionUrl: endpoint.replace(/^http/, 'ws'),
  headers: { accept: 'application/graphql-response+json, application/json' },
})

// A link may bring an operation: ?query=…&variables=…&operationName=…
const link = new URLSearchParams(window.location.search)
const linked = (name) => link.get(name) ?? undefined

function Page() {
  // GraphiQL runs the operation of this name whatever else stands in its editor: the link's word holds until its query is edited.
  const [operationName, setOperationName] = React.useState(linked('operationName'))
  return React.createElement(GraphiQL, {
    fetcher,
    shouldPersistHeaders: false,
    query: linked('query'),
    variables: linked('variables'),
    operationName,
    onEditQuery: (query) => {
      if (query !== linked('query')) setOperationName(undefined)
    },
  })
}

ReactDOM.createRoot(document.getElementById('graphiql')).render(React.createElement(Page))
