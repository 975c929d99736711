using Xunit;

namespace QmpGen.Tests;

/// <summary>A test that talks to a real guest agent: skipped where there is none, unless the environment says
/// <c>QMPGEN_REQUIRE_QEMU=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuestAgentFactAttribute : FactAttribute
{
    public GuestAgentFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("QMPGEN_REQUIRE_QEMU") != "1" && RealGuestAgent.Find() is null)
        {
            Skip = "needs QEMU's guest agent: apt-get install qemu-guest-agent";
        }
    }
}
