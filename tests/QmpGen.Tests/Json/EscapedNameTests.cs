using System.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class EscapedNameTests
{
    public static TheoryData<string> ValidStrings =>
        [
            """ "" """,
            """ "return" """,
            """ "\u0072eturn" """,
            """ "retur\u006E" """,
            """ "return\u0000" """,
            """ "\"\\\/\b\f\n\r\t" """,
            """ "\u00e9\u20AC" """,
            """ "\ud83d\ude00" """,
            """ "\ud83d\uDE00x" """,
        ];

    [Theory]
    [MemberData(nameof(ValidStrings))]
    public void Is_OfValidString_EqualsItsText(string json)
    {
        Utf8JsonReader reader = Read(json);
        byte[] text = Encoding.UTF8.GetBytes(reader.GetString()!);
        Assert.True(reader.Is(text));
        Assert.False(reader.Is((byte[])[.. text, (byte)'x']));
        Assert.False(reader.Is((byte[])[(byte)'x', .. text]));
        if (text.Length > 0)
        {
            Assert.False(reader.Is(text.AsSpan(0, text.Length - 1)));
        }
    }

    [Theory]
    [InlineData(""" "\ud800" """)]
    [InlineData(""" "\udc00" """)]
    [InlineData(""" "return\ud800" """)]
    [InlineData(""" "\ud800\u0041" """)]
    [InlineData(""" "\ud800\n" """)]
    [InlineData(""" "\ud800\ud800" """)]
    public void Is_OfInvalidString_IsFalseWithoutException(string json)
    {
        Utf8JsonReader reader = Read(json);
        int thread = Environment.CurrentManagedThreadId;
        int count = 0;
        void Count(object? sender, EventArgs e) => count += Environment.CurrentManagedThreadId == thread ? 1 : 0;

        AppDomain.CurrentDomain.FirstChanceException += Count;
        bool isEqual = reader.Is("return"u8) || reader.Is("\uFFFD"u8);
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        Assert.Equal((false, 0), (isEqual, count));
    }

    private static Utf8JsonReader Read(string json)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        Assert.True(reader.Read());
        return reader;
    }
}
