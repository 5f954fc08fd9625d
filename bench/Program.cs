using Bench;
using Bench.Experiments;
using Bench.GraphQL;
using Bench.Ledger;

// Each benchmark by its name; "serve" is how a benchmark starts its servers as processes of their own.
return args switch
{
    ["serve", var server, var port] => await Servers.RunAsync(server, int.Parse(port)),
    ["experiments", .. var parts] => await ExperimentsBenchmark.RunAsync(parts),
    ["serve-marketplace", var port] => await HostProcess.ServeAsync(port),
    [] => await GraphQLBenchmark.RunAsync(TimeSpan.FromSeconds(2)) is 0 && await LedgerBenchmark.RunAsync([]) is 0 ? await ExperimentsBenchmark.RunAsync([]) : 1,
    ["graphql"] => await GraphQLBenchmark.RunAsync(TimeSpan.FromSeconds(2)),
    ["graphql", var seconds] => await GraphQLBenchmark.RunAsync(TimeSpan.FromSeconds(int.Parse(seconds))),
    ["graphql-documents"] => NewDocuments(),
    ["ledger", .. var parts] => await LedgerBenchmark.RunAsync(parts),
    _ => Unknown(args[0]),
};

static int NewDocuments()
{
    ColdDocuments.Report();
    return 0;
}

static int Unknown(string name)
{
    Console.Error.WriteLine($"There is no benchmark named {name}. There are: graphql [seconds of a round], graphql-documents, ledger [guards|http|expiry|pages], experiments [evaluation|ofrep|toggle|analysis].");
    return 2;
}
