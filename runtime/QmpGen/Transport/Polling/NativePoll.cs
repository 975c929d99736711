using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace QmpGen;

/// <summary>A set of descriptors that one thread waits for, with Linux's epoll.</summary>
/// <remarks>Each descriptor is reported once, and then only after it is armed again.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe partial class NativePoll
{
    /// <summary>The maximum number of keys that <see cref="Wait"/> returns.</summary>
    public const int MaxEvents = 64;

    private const int CloseOnExec = 0x80000;
    private const int AddDescriptor = 1;
    private const int ModifyDescriptor = 3;
    private const uint Readable = 0x1;
    private const uint OneShot = 1u << 30;
    private const int Interrupted = 4;

    // struct epoll_event has the layout of 32-bit programs on x64.
    private static readonly bool s_isPacked =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    private readonly int _set;
    private readonly byte[] _events = new byte[MaxEvents * EventSize];

    /// <summary>Initializes an empty set, which exists until the program ends.</summary>
    /// <exception cref="Win32Exception">The system cannot create it.</exception>
    public NativePoll() => _set = ThrowIfFailed(Create(CloseOnExec));

    private static int KeyOffset => s_isPacked ? sizeof(uint) : sizeof(ulong);

    private static int EventSize => KeyOffset + sizeof(long);

    /// <summary>Adds a descriptor. Closing the last descriptor of the socket removes it.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="key">The value that <see cref="Wait"/> returns for it.</param>
    public void Add(SafeHandle descriptor, long key) => Change(AddDescriptor, descriptor, OneShot, key);

    /// <summary>Reports the descriptor once, when it is readable or closed by the peer.</summary>
    public void Arm(SafeHandle descriptor, long key) => Change(ModifyDescriptor, descriptor, Readable | OneShot, key);

    /// <summary>Waits until at least one armed descriptor is readable.</summary>
    /// <param name="keys">Receives the keys of the readable descriptors.</param>
    /// <returns>The number of keys; 0 if a signal interrupted the wait.</returns>
    public int Wait(Span<long> keys)
    {
        fixed (byte* events = _events)
        {
            int count = WaitForEvents(_set, events, Math.Min(keys.Length, MaxEvents), timeout: -1);
            if (count < 0 && Marshal.GetLastPInvokeError() == Interrupted)
            {
                return 0;
            }

            ThrowIfFailed(count);
            for (int i = 0; i < count; i++)
            {
                keys[i] = MemoryMarshal.Read<long>(_events.AsSpan((i * EventSize) + KeyOffset));
            }

            return count;
        }
    }

    private void Change(int operation, SafeHandle descriptor, uint events, long key)
    {
        byte* change = stackalloc byte[EventSize];
        *(uint*)change = events;
        MemoryMarshal.Write(new Span<byte>(change + KeyOffset, sizeof(long)), key);
        ThrowIfFailed(Control(_set, operation, descriptor, change));
    }

    private static int ThrowIfFailed(int result) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int set, int operation, SafeHandle descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitForEvents(int set, byte* events, int maxEvents, int timeout);
}
