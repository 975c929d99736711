namespace QmpGen.Tests;

/// <summary>A test that passes descriptors: skipped where the system cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DescriptorFactAttribute : FactAttribute
{
    public DescriptorFactAttribute()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            Skip = "needs Linux or macOS";
    }
}
