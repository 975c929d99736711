using System.Net.Sockets;
using System.Text;

namespace QmpGen;

/// <summary>The address of a unix socket.</summary>
/// <param name="Name">The path, or the name in the abstract namespace of Linux.</param>
/// <param name="IsAbstract">Whether <paramref name="Name"/> is an abstract name.</param>
/// <param name="IsTight">Whether an abstract name is not padded with NULs to the length of a path.</param>
internal sealed record UnixAddress(string Name, bool IsAbstract = false, bool IsTight = true)
{
    /// <summary>The maximum length of a path or name in bytes, without the NUL in <c>sun_path</c>.</summary>
    public static int MaxBytes => SocketDirectory.MaxPathBytes;

    /// <summary>Converts to the address type of .NET.</summary>
    /// <exception cref="PlatformNotSupportedException">Abstract sockets require Linux.</exception>
    public UnixDomainSocketEndPoint ToEndPoint()
    {
        if (!IsAbstract)
        {
            return new UnixDomainSocketEndPoint(Name);
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                $"{this} is an abstract unix socket, which requires Linux. Use a path: unix:PATH."
            );
        }

        int padding = IsTight ? 0 : MaxBytes - Encoding.UTF8.GetByteCount(Name);
        return new UnixDomainSocketEndPoint('\0' + Name + new string('\0', padding));
    }

    public static Socket CreateSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public override string ToString() =>
        this switch
        {
            { IsAbstract: false } => $"unix:{Name}",
            { IsTight: true } => $"unix:@{Name}",
            _ => $"unix:{Name},abstract=on,tight=off",
        };
}
