using QmpGen.CodeGeneration;

namespace QmpGen.Fuzz.Targets.Readers;

/// <summary>A generated type that is read from the bytes of a peer.</summary>
internal abstract class GeneratedReader
{
    /// <summary>Reads JSON and checks the value.</summary>
    /// <exception cref="FindingException">The value differs when it is read again or written.</exception>
    public abstract FuzzOutcome Read(byte[] json);
}

/// <inheritdoc/>
/// <param name="subject">The value in messages.</param>
/// <param name="read">Reads the value.</param>
/// <param name="write">Writes the value.</param>
internal sealed class GeneratedReader<T>(string subject, QmpReadFunc<T> read, QmpWriteAction<T> write) : GeneratedReader
{
    private readonly QmpReadContext _context = new() { Subject = subject };

    public override FuzzOutcome Read(byte[] json)
    {
        T value;
        try
        {
            value = ReadOnce(json);
        }
        catch (QmpProtocolException e)
        {
            DocumentedExceptions.Check(e);
            return FuzzOutcome.Rejected;
        }

        T again = ReadOnce(json);
        CheckEqual(value, again, "Reading twice gives different values:");
        if ($"{value}" != $"{again}")
        {
            throw new FindingException($"Reading twice gives different texts: {value} and {again}");
        }

        if (Write(value) is { } written)
        {
            CheckEqual(value, ReadOnce(written), "Writing and reading gives another value:");
        }

        return FuzzOutcome.Accepted;
    }

    private T ReadOnce(byte[] json)
    {
        QmpReader reader = new(json, _context);
        return read(ref reader);
    }

    private static void CheckEqual(T one, T other, string problem)
    {
        if (!EqualityComparer<T>.Default.Equals(one, other) || one?.GetHashCode() != other?.GetHashCode())
        {
            throw new FindingException($"{problem} {one} and {other}");
        }
    }

    /// <summary>Writes a value. Returns null if it contains an enum value or a text that cannot be sent.</summary>
    private byte[]? Write(T value)
    {
        try
        {
            return QmpWriter.ToUtf8(writer => write(writer, value));
        }
        catch (QmpArgumentException)
        {
            return null;
        }
    }
}
