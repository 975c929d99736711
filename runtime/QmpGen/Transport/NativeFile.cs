using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>The type of a file, which .NET does not report for sockets.</summary>
internal static unsafe partial class NativeFile
{
    private const int CurrentDirectory = -100;
    private const uint TypeMask = 1;
    private const ushort ModeTypeBits = 0xF000;
    private const ushort ModeSocket = 0xC000;

    /// <summary>Determines whether a file is a socket, without opening it. Linux only.</summary>
    /// <returns>Null if the file does not exist or cannot be accessed.</returns>
    public static bool? IsSocket(string path)
    {
        FileStatus status;
        return GetStatus(CurrentDirectory, path, 0, TypeMask, &status) == 0
            ? (status.Mode & ModeTypeBits) == ModeSocket
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStatus(int directory, string path, int flags, uint mask, FileStatus* status);

    /// <summary>struct statx, which has the same layout on all architectures.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
