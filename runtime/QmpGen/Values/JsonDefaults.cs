using System.Text.Json;

namespace QmpGen;

/// <summary>The JSON limits and options for all messages.</summary>
internal static class JsonDefaults
{
    /// <summary>The maximum depth of QEMU's parser.</summary>
    /// <remarks>The default of .NET, 64, is too small.</remarks>
    public const int MaxReceivedDepth = 1024;

    /// <summary>The maximum depth of arguments.</summary>
    /// <remarks>It is below QEMU's limit, because the request adds levels.</remarks>
    public const int MaxSentDepth = 1000;

    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MaxReceivedDepth };

    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxReceivedDepth };

    public static JsonWriterOptions WriterOptions { get; } =
        new()
        {
            Encoder = MinimalJsonEncoder.Instance,
            MaxDepth = MaxSentDepth,
            SkipValidation = false,
        };
}
