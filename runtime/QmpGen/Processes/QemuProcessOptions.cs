using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>The options of <see cref="QemuProcess.Start(QemuProcessOptions)"/>.</summary>
/// <remarks>Immutable. To change an option, create a copy with a <c>with</c> expression.</remarks>
public sealed record QemuProcessOptions
{
    /// <summary>The program: a path, or a name that is searched for on the PATH.</summary>
    /// <remarks>
    /// A QEMU (<c>qemu-system-*</c>), a <c>qemu-storage-daemon</c>, or a program that executes one of them with all its
    /// arguments, such as <c>taskset</c> or a script that ends with <c>exec qemu-system-x86_64 "$@"</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The value is null or empty.</exception>
    public required string Program
    {
        get;
        init => field = RequireNotEmpty(value);
    }

    /// <summary>The arguments, without those of the monitor, which are appended.</summary>
    /// <remarks>QEMU receives each argument unchanged. Quoting is not necessary, because no shell is
    /// involved.</remarks>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether the monitor gets the option <c>x-oob=on</c>, for QEMU 2.12 to 3.1. Default: false.</summary>
    /// <remarks>These releases offer out-of-band execution only with this option. Later releases always offer it, and
    /// exit with an error message if the option is present.</remarks>
    public bool ExperimentalOutOfBand { get; init; }

    /// <summary>Changes to the inherited environment variables.</summary>
    /// <remarks>A null value removes the variable.</remarks>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The working directory of QEMU. Default: that of this program.</summary>
    /// <remarks><see cref="Program"/> is not searched for in this directory.</remarks>
    public string? WorkingDirectory { get; init; }

    /// <summary>The logger for QEMU's exit and, as warnings, the lines of its standard error. Default: none.</summary>
    /// <remarks>The arguments are not logged.</remarks>
    public ILogger? Logger { get; init; }

    /// <summary>The directory in which to create a private directory for the socket.</summary>
    internal string SocketFolder { get; init; } = Path.GetTempPath();

    private static string RequireNotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }
}
