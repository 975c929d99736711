namespace QmpGen;

/// <summary>The limits of QEMU's JSON parser, from <c>json-streamer.c</c>.</summary>
internal static class ParserLimits
{
    /// <summary>The maximum size of a value without spaces: MAX_TOKEN_SIZE.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The maximum number of tokens in a value: MAX_TOKEN_COUNT.</summary>
    public const int MaxTokens = 2 * 1024 * 1024;

    /// <summary>The maximum depth of a value: MAX_NESTING.</summary>
    public const int MaxNesting = 1024;
}
