namespace QmpGen.Operations;

/// <summary>Specifies the format of a screen dump.</summary>
public enum ScreendumpFormat
{
    /// <summary>Portable pixmap, which every QEMU writes.</summary>
    Ppm,

    /// <summary>Portable network graphics. Requires QEMU 7.1 that was built with libpng.</summary>
    Png,
}

/// <summary>Options of <see cref="ScreendumpOperations.ScreendumpAsync"/>.</summary>
public sealed record ScreendumpOptions : OperationOptions
{
    /// <summary>The format.</summary>
    /// <remarks>Default: <see cref="ScreendumpFormat.Ppm"/>.</remarks>
    public ScreendumpFormat Format { get; init; }

    /// <summary>The id of the display device.</summary>
    /// <remarks>Default: null, which uses the first console.</remarks>
    public string? Device { get; init; }

    /// <summary>The head of the display device.</summary>
    /// <remarks>Default: null, which uses the first head. Requires <see cref="Device"/>.</remarks>
    public int? Head { get; init; }

    /// <summary>A file that QEMU can write and this program can read.</summary>
    /// <remarks>Default: null, which passes a descriptor to QEMU. That requires a unix socket, on Linux or macOS. The
    /// operation deletes the file on success. After a failure, it keeps a file that existed before.</remarks>
    public string? File { get; init; }
}
