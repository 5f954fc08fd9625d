using Console.Tests.Support;

[assembly: AssemblyFixture(typeof(Browser))]
