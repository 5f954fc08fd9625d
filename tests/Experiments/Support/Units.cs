using System.Buffers.Text;
using System.Text;

namespace Experiments.Tests.Support;

/// <summary>The keys of units as a host spells them: global ids.</summary>
public static class Units
{
    public static string Account(long number) => Id("Account", number);

    public static string Job(long number) => Id("Job", number);

    public static string Id(string type, long number) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{type}:{number}")));
}
