using System.Globalization;
using System.Text;

namespace QmpGen;

/// <summary>Searches arbitrary bytes for the response to one <c>guest-sync-delimited</c> request.</summary>
/// <remarks>The response is a 0xFF, an object whose only member is <c>return</c>, and the token in it. Each byte is
/// compared once, and no byte is kept.</remarks>
/// <param name="token">The token, which must not be negative.</param>
internal sealed class SyncResponseScanner(long token)
{
    private const string Start = "{\"return\":";

    private readonly byte[] _response = Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Start}{token}}}")
    );

    // The number of bytes of the response that match, without white space; null if no 0xFF precedes them.
    private int? _matched;

    /// <summary>Removes bytes up to the end of the response, or all bytes if they do not contain it.</summary>
    /// <returns>Whether the response was found.</returns>
    public bool TrySkipToResponse(ref ReadOnlyMemory<byte> bytes)
    {
        bytes = bytes[Scan(bytes.Span)..];
        return _matched == _response.Length;
    }

    /// <summary>Scans up to the end of the response, or all bytes.</summary>
    /// <returns>The number of scanned bytes.</returns>
    private int Scan(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        while (position < bytes.Length)
        {
            if (_matched is not { } matched)
            {
                int delimiter = bytes[position..].IndexOf(QmpFramer.Delimiter);
                if (delimiter < 0)
                {
                    return bytes.Length;
                }

                position += delimiter + 1;
                _matched = 0;
                continue;
            }

            byte next = bytes[position++];
            if (next == _response[matched])
            {
                _matched = ++matched;
                if (matched == _response.Length)
                {
                    return position;
                }
            }
            else if (!IsWhiteSpace(next) || !IsBetweenTokens(matched))
            {
                _matched = next == QmpFramer.Delimiter ? 0 : null;
            }
        }

        return position;
    }

    private bool IsBetweenTokens(int matched) =>
        matched == 1 || matched == Start.Length - 1 || matched == Start.Length || matched == _response.Length - 1;

    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
