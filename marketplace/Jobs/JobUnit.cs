using System.Buffers.Text;
using System.Text;

namespace Marketplace.Jobs;

/// <summary>A job as flags and experiments know it: by its global id.</summary>
public static class JobUnit
{
    public static string Key(JobId job) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"Job:{job}"));
}
