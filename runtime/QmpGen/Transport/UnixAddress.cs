using System.Net.Sockets;
using System.Text;

namespace QmpGen;

/// <summary>The address of a unix socket: a path, or a name of Linux' abstract namespace, which no file stands
/// for.</summary>
/// <param name="Name">The path or the name.</param>
/// <param name="IsAbstract">Whether it is a name.</param>
/// <param name="IsTight">Whether an abstract name ends where its text does, rather than being filled up to the length
/// of a path.</param>
internal sealed record UnixAddress(string Name, bool IsAbstract = false, bool IsTight = true)
{
    /// <summary>The longest path or name, in bytes: <c>sun_path</c> has one more for a path's end or a name's
    /// beginning.</summary>
    public static int MaxBytes => OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? 107 : 103;

    /// <summary>The address as the system takes it.</summary>
    /// <exception cref="PlatformNotSupportedException">The system has no abstract namespace.</exception>
    public UnixDomainSocketEndPoint ToEndPoint()
    {
        if (!IsAbstract)
        {
            return new UnixDomainSocketEndPoint(Name);
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                $"{this} is an abstract unix socket, which only Linux has. Use a path: unix:PATH."
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
