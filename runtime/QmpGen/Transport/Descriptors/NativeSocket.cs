using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>Calls functions of the C library that .NET does not provide.</summary>
/// <remarks>Constants and layouts are those of Linux (glibc and musl) and macOS.</remarks>
internal static unsafe partial class NativeSocket
{
    private const int ScmRights = 1;
    private const int GetDescriptorFlags = 1;
    private const int Interrupted = 4;

    private static int TryAgain => OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Determines whether a descriptor is open.</summary>
    public static bool IsOpen(nint descriptor) =>
        descriptor is >= 0 and <= int.MaxValue && Control((int)descriptor, GetDescriptorFlags) >= 0;

    /// <summary>Sends a descriptor and as many bytes as fit into the socket buffer, without blocking.</summary>
    /// <returns>The number of bytes sent; 0 if the buffer is full.</returns>
    /// <exception cref="IOException">The socket failed. No byte was sent.</exception>
    public static int TrySend(SafeHandle socket, ReadOnlySpan<byte> bytes, nint descriptor)
    {
        fixed (byte* start = bytes)
        {
            IoVector part = new() { Start = start, Length = (nuint)bytes.Length };
            while (true)
            {
                nint sent = OperatingSystem.IsMacOS()
                    ? SendOnMac(socket, &part, (int)descriptor)
                    : SendOnLinux(socket, &part, (int)descriptor);
                if (sent >= 0)
                {
                    return (int)sent;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error == TryAgain)
                {
                    return 0;
                }

                if (error != Interrupted)
                {
                    throw new IOException($"Cannot send the descriptor: {Marshal.GetPInvokeErrorMessage(error)}.");
                }
            }
        }
    }

    private static nint SendOnLinux(SafeHandle socket, IoVector* part, int descriptor)
    {
        const int SolSocket = 1,
            DontWait = 0x40,
            NoSignal = 0x4000;

        LinuxControl control = new()
        {
            Length = (nuint)(sizeof(nuint) + (3 * sizeof(int))),
            Level = SolSocket,
            Type = ScmRights,
            Descriptor = descriptor,
        };
        LinuxMessage message = new()
        {
            Parts = part,
            PartCount = 1,
            Control = &control,
            ControlLength = (nuint)sizeof(LinuxControl),
        };
        return Send(socket, &message, DontWait | NoSignal);
    }

    /// <remarks>macOS does not have a flag against SIGPIPE, but .NET ignores that signal.</remarks>
    private static nint SendOnMac(SafeHandle socket, IoVector* part, int descriptor)
    {
        const int SolSocket = 0xffff,
            DontWait = 0x80;

        MacControl control = new()
        {
            Length = (uint)sizeof(MacControl),
            Level = SolSocket,
            Type = ScmRights,
            Descriptor = descriptor,
        };
        MacMessage message = new()
        {
            Parts = part,
            PartCount = 1,
            Control = &control,
            ControlLength = (uint)sizeof(MacControl),
        };
        return Send(socket, &message, DontWait);
    }

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint Send(SafeHandle socket, void* message, int flags);

    // fcntl is variadic, which is not portable. Only commands without a third argument may be used.
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct IoVector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    /// <remarks>Lengths in musl are narrower, with padding in place of the upper half.</remarks>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LinuxMessage
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct cmsghdr followed by the descriptor.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LinuxControl
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MacMessage
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Parts;
        public int PartCount;
        public void* Control;
        public uint ControlLength;
        public int Flags;
    }

    /// <summary>struct cmsghdr followed by the descriptor.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MacControl
    {
        public uint Length;
        public int Level;
        public int Type;
        public int Descriptor;
    }
}
