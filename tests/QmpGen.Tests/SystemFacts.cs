using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>A test of what only some systems have: skipped on the others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "needs Linux: abstract sockets, and descriptors as it has them";
        }
    }
}

/// <summary>A test that needs IPv6: skipped where the machine has none.</summary>
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
            Skip = "needs IPv6 on the loopback interface";
        }
    }
}

/// <summary>A test that passes descriptors: skipped where the system cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DescriptorFactAttribute : FactAttribute
{
    public DescriptorFactAttribute()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            Skip = "needs Linux or macOS";
        }
    }
}
