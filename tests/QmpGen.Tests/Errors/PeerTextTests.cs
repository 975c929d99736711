using System.Text;

namespace QmpGen.Tests;

public sealed class PeerTextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(PeerText.MaxLength)]
    public void Shorten_OfTextWithinLimit_ReturnsIt(int length)
    {
        string text = new('x', length);
        Assert.Equal(text, PeerText.Shorten(text));
        Assert.Equal(text, PeerText.Shorten(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Shorten_OfLongText_ReturnsStartAndLength()
    {
        string text = new('x', PeerText.MaxLength + 1);
        Assert.Equal($"{text[..^1]}… (1025 characters)", PeerText.Shorten(text));
        Assert.Equal($"{text[..^1]}… (1025 bytes)", PeerText.Shorten(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Shorten_InsideCharacter_CutsBeforeIt(int offset)
    {
        string text = new string('x', offset) + string.Concat(Enumerable.Repeat("\U0001F600", PeerText.MaxLength));
        foreach (string start in (string[])[PeerText.Shorten(text), PeerText.Shorten(Encoding.UTF8.GetBytes(text))])
        {
            Assert.DoesNotContain('\uFFFD', start);
            Assert.DoesNotContain(start[..start.IndexOf('…', StringComparison.Ordinal)].EnumerateRunes(), IsReplaced);
        }
    }

    [Fact]
    public void CommandException_OfLongDescription_HasShortMessage()
    {
        string text = new('x', 5_000_000);
        QmpCommandException e = new("query", text, text);
        Assert.Equal((text, text), (e.ErrorClass, e.Description));
        Assert.InRange(e.Message.Length, PeerText.MaxLength, 3 * PeerText.MaxLength);
    }

    // The enumeration of a lone surrogate returns this character.
    private static bool IsReplaced(Rune rune) => rune == Rune.ReplacementChar;
}
