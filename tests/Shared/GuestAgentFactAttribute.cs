using Xunit;

namespace QmpGen.Tests;

/// <summary>Marks a test that is skipped if QEMU's guest agent is missing.</summary>
/// <remarks>With <c>QMPGEN_REQUIRE_QEMU=1</c> in the environment the test runs, and fails, instead.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuestAgentFactAttribute : FactAttribute
{
    public GuestAgentFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("QMPGEN_REQUIRE_QEMU") != "1" && RealGuestAgent.Find() is null)
        {
            Skip = "Requires QEMU's guest agent: apt-get install qemu-guest-agent";
        }
    }
}
