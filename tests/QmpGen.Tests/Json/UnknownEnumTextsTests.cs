using Microsoft.Extensions.Logging.Abstractions;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class UnknownEnumTextsTests
{
    [Fact]
    public void Text_OfExhaustedQuota_IsNotKept()
    {
        UnknownEnumTexts texts = new(UnknownEnumTexts.SharedCapacity);
        EnumTextQuota flooding = CreateQuota();
        int[] numbers = [.. Enumerable.Range(0, 300).Select(i => texts.GetOrAdd($"text-{i}", flooding))];
        Assert.Equal(EnumTextQuota.MaxTexts, numbers.Count(number => number != UnknownEnumTexts.NotKept));
        Assert.Equal(("text-0", "text-255"), (texts.Find(numbers[0]), texts.Find(numbers[255])));
        Assert.Equal("(unknown)", texts.Find(numbers[256]));
    }

    [Fact]
    public void Text_OfOtherClient_IsKeptAfterFlood()
    {
        UnknownEnumTexts texts = new(UnknownEnumTexts.SharedCapacity);
        EnumTextQuota flooding = CreateQuota();
        for (int i = 0; i < 300; i++)
        {
            texts.GetOrAdd($"text-{i}", flooding);
        }

        int number = texts.GetOrAdd("honest", CreateQuota());
        Assert.Equal("honest", texts.Find(number));
        Assert.Equal(number, texts.GetOrAdd("honest", flooding));
    }

    [Fact]
    public void Text_OfManyClients_ReplacesTheOldest()
    {
        UnknownEnumTexts texts = new(capacity: 3);
        int[] numbers = [.. Enumerable.Range(0, 5).Select(i => texts.GetOrAdd($"text-{i}", CreateQuota()))];
        Assert.Equal(5, numbers.Distinct().Count());
        Assert.Equal(["(unknown)", "(unknown)", "text-2", "text-3", "text-4"], numbers.Select(texts.Find));
        int again = texts.GetOrAdd("text-0", CreateQuota());
        Assert.Equal("text-0", texts.Find(again));
        Assert.NotEqual(numbers[0], again);
    }

    [Fact]
    public void LongText_IsNotKept()
    {
        UnknownEnumTexts texts = new(capacity: 3);
        string longest = new('x', UnknownEnumTexts.MaxLength);
        Assert.Equal(longest, texts.Find(texts.GetOrAdd(longest, CreateQuota())));
        Assert.Equal(UnknownEnumTexts.NotKept, texts.GetOrAdd($"{longest}x", CreateQuota()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public void OtherNumber_HasNoText(int number) => Assert.Equal("", UnknownEnumTexts.Shared.Find(number));

    private static EnumTextQuota CreateQuota() => new(NullLogger.Instance);
}
