using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>Marks a test that is skipped on systems other than Linux.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Requires Linux, for abstract sockets and the numbers of descriptors";
        }
    }
}

/// <summary>Marks a theory that is skipped on systems other than Linux.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Requires Linux, for the event loop";
        }
    }
}

/// <summary>Marks a test that is skipped if the loopback interface has no IPv6.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IPv6FactAttribute : FactAttribute
{
    public IPv6FactAttribute()
    {
        try
        {
            using Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Loopback, 0));
        }
        catch (SocketException)
        {
            Skip = "Requires IPv6 on the loopback interface";
        }
    }
}

/// <summary>Marks a test that is skipped on systems that cannot pass descriptors.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DescriptorFactAttribute : FactAttribute
{
    public DescriptorFactAttribute()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            Skip = "Requires Linux or macOS";
        }
    }
}
