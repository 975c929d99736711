using System.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class StringCacheTests
{
    private const int LargeMessage = 1 << 20;

    [Theory]
    [InlineData("a")]
    [InlineData("str")]
    [InlineData("/machine/unattached/device[0]")]
    public void RepeatedText_IsOneString(string text)
    {
        StringCache cache = new(LargeMessage);
        Assert.Same(Read(cache, text), Read(cache, text));
        Assert.Equal(text, Read(cache, text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\\nb")]
    [InlineData("é")]
    [InlineData("ab\\u0063")]
    public void OtherText_IsReadExactly(string json)
    {
        StringCache cache = new(LargeMessage);
        string expected = JsonSerializer.Deserialize<string>($"\"{json}\"")!;
        Assert.Equal(expected, Read(cache, json));
        Assert.Equal(expected, Read(cache, json));
    }

    [Fact]
    public void LongText_IsNotKept()
    {
        StringCache cache = new(LargeMessage);
        string text = new('x', StringCache.MaxLength + 1);
        Assert.NotSame(Read(cache, text), Read(cache, text));
    }

    [Fact]
    public void ManyTexts_ReplaceEachOther()
    {
        StringCache cache = new(LargeMessage);
        string[] texts = [.. Enumerable.Range(0, 100_000).Select(number => $"text-{number}")];
        string[] first = [.. texts.Select(text => Read(cache, text))];
        int kept = texts.Where((text, index) => ReferenceEquals(Read(cache, text), first[index])).Count();
        Assert.Equal(texts, first);
        Assert.InRange(kept, 0, StringCache.MaxCount);
    }

    private static string Read(StringCache cache, string json)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes($"\"{json}\""));
        reader.Read();
        return cache.GetOrAdd(in reader);
    }
}
