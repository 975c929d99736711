using System.Buffers;
using System.Text;

namespace QmpGen;

/// <summary>What QEMU prints on its standard error: read without end, so that QEMU never waits for a reader, and the
/// last of it kept.</summary>
/// <param name="onLine">Is told every line; must not block.</param>
internal sealed class QemuErrorOutput(Action<string> onLine)
{
    /// <summary>How many bytes are kept.</summary>
    public const int Capacity = 64 * 1024;

    private const int MaxLineBytes = 4096;
    private const int MaxExcerpt = 2000;

    private readonly Lock _lock = new();
    private readonly byte[] _kept = new byte[Capacity];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _length;

    /// <summary>Reads to the end, or until the reading is given up.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            Keep(buffer.AsSpan(0, count));
            TellLines(buffer.AsSpan(0, count));
        }

        if (_line.WrittenCount > 0)
        {
            TellLine();
        }
    }

    /// <summary>The last <see cref="Capacity"/> bytes.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            ReadOnlySpan<byte> kept = _kept.AsSpan(0, _length);

            // The first character may have lost its beginning.
            while (_length == Capacity && kept is [>= 0x80 and < 0xC0, ..])
            {
                kept = kept[1..];
            }

            return Encoding.UTF8.GetString(kept);
        }
    }

    /// <summary>The last lines, as many as fit in the message of an exception.</summary>
    public string Excerpt()
    {
        string text = ToString().Trim();
        if (text.Length <= MaxExcerpt)
        {
            return text;
        }

        text = text[^MaxExcerpt..];
        return $"… {text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]}";
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            int tooMany = Math.Max(0, _length + bytes.Length - Capacity);
            _kept.AsSpan(tooMany, _length - tooMany).CopyTo(_kept);
            _length -= tooMany;
            bytes.CopyTo(_kept.AsSpan(_length));
            _length += bytes.Length;
        }
    }

    private void TellLines(ReadOnlySpan<byte> bytes)
    {
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            _line.Write(bytes[..end]);
            TellLine();
        }

        _line.Write(bytes);
        if (_line.WrittenCount >= MaxLineBytes)
        {
            TellLine();
        }
    }

    private void TellLine()
    {
        onLine(Encoding.UTF8.GetString(_line.WrittenSpan).TrimEnd('\r'));
        _line.ResetWrittenCount();
    }
}
