global using GraphQL;
