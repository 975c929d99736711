using System.Text.Json;

namespace QmpGen;

/// <summary>The JSON limits and options for all messages.</summary>
internal static class JsonDefaults
{
    /// <summary>The maximum depth of arguments.</summary>
    /// <remarks>It is below <see cref="ParserLimits.MaxNesting"/>, because the request adds levels.</remarks>
    public const int MaxSentDepth = 1000;

    // The default of .NET, 64, is too small.
    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = ParserLimits.MaxNesting };

    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = ParserLimits.MaxNesting };

    public static JsonWriterOptions WriterOptions { get; } =
        new()
        {
            Encoder = MinimalJsonEncoder.Instance,
            MaxDepth = MaxSentDepth,
            SkipValidation = false,
        };

    /// <summary>Creates the exception for a value that is deeper than <see cref="MaxSentDepth"/>.</summary>
    public static QmpArgumentException CreateTooDeep(Exception? inner) =>
        new($"The arguments are nested deeper than {MaxSentDepth} levels, the maximum for QEMU. Flatten them.", inner);
}
