using Microsoft.Extensions.Logging;

namespace QmpGen.CodeGeneration;

/// <summary>The unknown enum texts that one client can add to <see cref="UnknownEnumTexts"/>.</summary>
/// <remarks>It lives as long as the client, so that a peer cannot renew it by closing the connection.</remarks>
/// <param name="logger">The logger for texts that are not kept.</param>
internal sealed class EnumTextQuota(ILogger logger)
{
    /// <summary>The number of texts, for all enums together.</summary>
    public const int MaxTexts = 256;

    private int _count;

    public ILogger Logger { get; } = logger;

    /// <summary>Counts a text, unless the client has added all its texts.</summary>
    /// <remarks>Called under the lock of <see cref="UnknownEnumTexts"/>.</remarks>
    public bool TryTake()
    {
        bool isFree = _count < MaxTexts;
        _count += isFree ? 1 : 0;
        return isFree;
    }
}
