using System.Buffers;
using System.Text;

namespace QmpGen;

/// <summary>Reads QEMU's standard error, so that QEMU never blocks, and keeps its last part.</summary>
/// <param name="onLine">Receives each line. It must not block.</param>
internal sealed class QemuErrorOutput(Action<string> onLine)
{
    /// <summary>The number of bytes to keep.</summary>
    public const int Capacity = 64 * 1024;

    private const int MaxLineBytes = 4096;
    private const int MaxExcerptLength = 2000;

    private readonly Lock _lock = new();
    private readonly byte[] _kept = new byte[Capacity];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _length;

    /// <summary>Reads until the end of the stream or the cancellation.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            Keep(buffer.AsSpan(0, count));
            ReportLines(buffer.AsSpan(0, count));
        }

        if (_line.WrittenCount > 0)
        {
            ReportLine();
        }
    }

    /// <summary>Returns the last <see cref="Capacity"/> bytes.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            ReadOnlySpan<byte> kept = _kept.AsSpan(0, _length);

            // Skip the rest of a truncated first character.
            while (_length == Capacity && kept is [>= 0x80 and < 0xC0, ..])
            {
                kept = kept[1..];
            }

            return Encoding.UTF8.GetString(kept);
        }
    }

    /// <summary>Returns as many of the last lines as fit into an exception message.</summary>
    public string GetExcerpt()
    {
        string text = ToString().Trim();
        if (text.Length <= MaxExcerptLength)
        {
            return text;
        }

        text = text[^MaxExcerptLength..];
        return $"… {text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]}";
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            int surplus = Math.Max(0, _length + bytes.Length - Capacity);
            _kept.AsSpan(surplus, _length - surplus).CopyTo(_kept);
            _length -= surplus;
            bytes.CopyTo(_kept.AsSpan(_length));
            _length += bytes.Length;
        }
    }

    private void ReportLines(ReadOnlySpan<byte> bytes)
    {
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            _line.Write(bytes[..end]);
            ReportLine();
        }

        _line.Write(bytes);
        if (_line.WrittenCount >= MaxLineBytes)
        {
            ReportLine();
        }
    }

    private void ReportLine()
    {
        onLine(Encoding.UTF8.GetString(_line.WrittenSpan).TrimEnd('\r'));
        _line.ResetWrittenCount();
    }
}
