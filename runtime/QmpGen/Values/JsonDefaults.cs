using System.Text.Json;

namespace QmpGen;

/// <summary>The JSON limits and options shared by everything that reads or writes messages.</summary>
internal static class JsonDefaults
{
    /// <summary>The depth at which QEMU's parser stops. The default of .NET, 64, is too small.</summary>
    public const int MaxReceivedDepth = 1024;

    /// <summary>The maximum depth of arguments. It is below QEMU's limit because the request adds levels.</summary>
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
