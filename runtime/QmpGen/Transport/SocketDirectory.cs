using System.Net.Sockets;
using System.Text;

namespace QmpGen;

/// <summary>Private directories for unix sockets.</summary>
/// <remarks>The test server compiles this file too.</remarks>
internal static class SocketDirectory
{
    /// <summary>The maximum number of bytes in the path of a socket.</summary>
    public static int MaxPathBytes => OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? 107 : 103;

    /// <summary>Creates a directory that only this user can access, and something in it.</summary>
    /// <param name="folder">The parent. If its path is too long for a socket, <c>/tmp</c> is used.</param>
    /// <param name="purpose">What the directory is for, such as <c>the socket for QEMU's monitor</c>.</param>
    /// <param name="create">Receives the directory and the path of the socket in it. If it throws, the directory is
    /// deleted.</param>
    /// <exception cref="IOException">The directory or the socket cannot be created. The message contains the
    /// remedy.</exception>
    public static T Create<T>(string folder, string purpose, Func<string, string, T> create)
    {
        string directory = ChooseDirectory(Path.GetFullPath(folder));
        try
        {
            if (!Directory.Exists(Path.GetDirectoryName(directory)))
            {
                throw new DirectoryNotFoundException("the directory does not exist");
            }

            CreatePrivate(directory);
            return create(directory, GetSocketPath(directory));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            Delete(directory);
            throw new IOException(
                $"Cannot create {purpose} in '{folder}': {e.Message.TrimEnd('.')}. "
                    + "Set TMPDIR to a directory that this user can write to.",
                e
            );
        }
    }

    /// <summary>Deletes a directory with its content, if it exists.</summary>
    public static void Delete(string? directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(
                directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
    }

    private static string ChooseDirectory(string folder)
    {
        string directory = Path.Combine(folder, $"qmpgen-{Path.GetRandomFileName()}");
        return Encoding.UTF8.GetByteCount(GetSocketPath(directory)) <= MaxPathBytes || OperatingSystem.IsWindows()
            ? directory
            : ChooseDirectory("/tmp");
    }

    private static string GetSocketPath(string directory) => Path.Combine(directory, "qmp");
}
