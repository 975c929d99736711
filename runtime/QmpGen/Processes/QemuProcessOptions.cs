using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>What <see cref="QemuProcess.Start(QemuProcessOptions)"/> starts, and how. Immutable: change a copy by
/// <c>with</c>.</summary>
public sealed record QemuProcessOptions
{
    /// <summary>The program: a name that is looked for on this program's PATH, or a path. A QEMU
    /// (<c>qemu-system-*</c>), a
    /// <c>qemu-storage-daemon</c>, or a program that becomes one of them and hands it all its arguments, such as
    /// <c>taskset</c> or a script that ends
    /// in <c>exec qemu-system-x86_64 "$@"</c>.</summary>
    /// <exception cref="ArgumentException">Set to nothing.</exception>
    public required string Program
    {
        get;
        init => field = NotEmpty(value);
    }

    /// <summary>The arguments, each as QEMU is to receive it: there is no shell, and nothing to quote. Those of the
    /// monitor are put behind
    /// them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What is different in QEMU's environment from that of this program: variables and their values; null
    /// takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The directory that QEMU runs in; null, the default, for that of this program. <see cref="Program"/> is
    /// not looked for in
    /// it.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Where the lines that QEMU prints on its standard error are told, as warnings, and its end; nowhere
    /// unless told otherwise. The
    /// arguments are not logged.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The directory in which the socket gets a directory of its own.</summary>
    internal string SocketFolder { get; init; } = Path.GetTempPath();

    private static string NotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }
}
