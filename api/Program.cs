using Marketplace.Api.Commands;

return await CommandLine.RunAsync(args);
