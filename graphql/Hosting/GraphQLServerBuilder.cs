using System.Linq.Expressions;
using System.Reflection;
using GraphQL.PersistedDocuments;
using GraphQL.TypeSystem;
using GraphQL.TypeSystem.Building;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL;

/// <summary>Says what a GraphQL server is made of.</summary>
public sealed class GraphQLServerBuilder
{
    private readonly HashSet<Assembly> assemblies = [];
    private readonly HashSet<Type> types = [];
    private readonly List<Action<ScalarBindings>> scalars = [];

    internal GraphQLServerBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Takes every annotated class of an assembly.</summary>
    public GraphQLServerBuilder AddTypes(Assembly assembly)
    {
        assemblies.Add(assembly);
        return this;
    }

    /// <summary>Takes some annotated classes.</summary>
    public GraphQLServerBuilder AddTypes(params Type[] annotated)
    {
        types.UnionWith(annotated);
        return this;
    }

    /// <summary>Adds a scalar for the C# type it reads and writes.</summary>
    public GraphQLServerBuilder AddScalar<TScalar>()
        where TScalar : ScalarType, new()
    {
        scalars.Add(bindings => bindings.Add(new TScalar()));
        return this;
    }

    /// <summary>Writes and reads a C# type as the scalar of another one.</summary>
    /// <typeparam name="TRuntime">The C# type.</typeparam>
    /// <typeparam name="TScalar">The C# type whose scalar is taken.</typeparam>
    public GraphQLServerBuilder BindScalar<TRuntime, TScalar>(Expression<Func<TRuntime, TScalar>> toScalar, Func<TScalar, TRuntime> fromScalar)
        where TScalar : notnull
    {
        scalars.Add(bindings =>
        {
            if (bindings.Find(typeof(TScalar))?.Scalar is not ScalarType<TScalar> scalar)
                throw new SchemaException([$"There is no scalar for {typeof(TScalar)}, to which {typeof(TRuntime)} is bound."]);
            bindings.Bind(scalar, toScalar, fromScalar);
        });
        return this;
    }

    /// <summary>Adds an interceptor, resolved from the scope of each request.</summary>
    public GraphQLServerBuilder AddInterceptor<TInterceptor>()
        where TInterceptor : OperationInterceptor
    {
        Services.AddScoped<OperationInterceptor, TInterceptor>();
        return this;
    }

    /// <summary>
    /// Trusts the documents of a folder and those below it: .graphql files, completed by the fragments in the files beside them, and the .json
    /// lists that client tools write. Each must be valid, or the start fails. A document is known by the SHA-256 of its text, by its file's
    /// name and by its operation's name; a list's documents by the ids of the list.
    /// </summary>
    /// <param name="folder">Its path; a relative one begins where the program's files are.</param>
    public GraphQLServerBuilder AddTrustedDocuments(string folder)
    {
        Services.AddSingleton(new TrustedDocumentFolder(folder));
        return this;
    }

    /// <summary>Decides with a class of the host's own whose a socket is.</summary>
    public GraphQLServerBuilder AddSocketInterceptor<TInterceptor>()
        where TInterceptor : SocketInterceptor
    {
        Services.AddScoped<SocketInterceptor, TInterceptor>();
        return this;
    }

    internal Schema Build(GraphQLOptions options, IServiceProviderIsService services)
    {
        var bindings = new ScalarBindings();
        foreach (var add in scalars)
            add(bindings);
        return new SchemaBuilder(new AnnotatedTypes(assemblies, types), bindings, options, services).Build();
    }
}
