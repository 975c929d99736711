using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace QmpGen.Tests;

/// <summary>Every implicit conversion to <see cref="QmpValue"/> is exact.</summary>
public sealed partial class QmpValueConversionTests
{
    private const byte ConstantByte = 1;
    private const short ConstantInt16 = 2;
    private const uint ConstantUInt32 = 3;
    private const long ConstantInt64 = 4;
    private const ulong ConstantUInt64 = 5;
    private const nint ConstantIntPtr = 6;
    private const char ConstantChar = 'c';
    private const string Invalid = "a\uD800b";
    private const string InvalidJson = "\"a\\ud800b\"";

    private static readonly byte[] s_invalidUtf8 = [.. "[\""u8, 0xFF, .. "\"]"u8];
    private static readonly string s_longNumber = new('7', 60);

    [Fact]
    public void Conversion_FromEveryNumber_IsExact() =>
        AssertText([
            (Get(sbyte.MinValue), "-128"),
            (Get(byte.MaxValue), "255"),
            (Get(short.MinValue), "-32768"),
            (Get(ushort.MaxValue), "65535"),
            (Get(int.MinValue), "-2147483648"),
            (Get(uint.MaxValue), "4294967295"),
            (Get(long.MinValue), "-9223372036854775808"),
            (Get(9007199254740993L), "9007199254740993"),
            (Get(ulong.MaxValue), "18446744073709551615"),
            (Get((nint)(-1)), "-1"),
            (Get(nuint.MaxValue), nuint.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            (Get(Int128.MinValue), "-170141183460469231731687303715884105728"),
            (Get(UInt128.MaxValue), "340282366920938463463374607431768211455"),
            (Get(BigInteger.Parse(s_longNumber, null)), s_longNumber),
            (Get((Half)0.1), "0.1"),
            (Get(0.1f), "0.1"),
            (Get(16777217f), "16777216"),
            (Get(0.1), "0.1"),
            (Get(1e300), "1E+300"),
            (Get(-0.0), "-0"),
            (Get(0.1000000000000000000000000001m), "0.1000000000000000000000000001"),
            (Get(decimal.MaxValue), "79228162514264337593543950335"),
        ]);

    [Fact]
    public void Conversion_FromEveryNullableType_IsExact() =>
        AssertText([
            (Get<sbyte?>(-1), "-1"),
            (Get<byte?>(1), "1"),
            (Get<short?>(-2), "-2"),
            (Get<ushort?>(2), "2"),
            (Get<int?>(-3), "-3"),
            (Get<uint?>(uint.MaxValue), "4294967295"),
            (Get<long?>(long.MinValue), "-9223372036854775808"),
            (Get<ulong?>(ulong.MaxValue), "18446744073709551615"),
            (Get<nint?>(-4), "-4"),
            (Get<nuint?>(4), "4"),
            (Get<Int128?>(5), "5"),
            (Get<UInt128?>(5), "5"),
            (Get<BigInteger?>(5), "5"),
            (Get<Half?>((Half)0.1), "0.1"),
            (Get<float?>(0.1f), "0.1"),
            (Get<double?>(0.1), "0.1"),
            (Get<decimal?>(0.1m), "0.1"),
            (Get<bool?>(true), "true"),
            (Get<char?>('x'), "\"x\""),
            (Get<JsonElement?>(JsonElement.Parse("[1]")), "[1]"),
        ]);

    [Fact]
    public void Conversion_FromConstant_IsExact() =>
        AssertText([
            (0, "0"),
            (-5, "-5"),
            (5U, "5"),
            (5L, "5"),
            (-5L, "-5"),
            (5UL, "5"),
            (3000000000, "3000000000"),
            (18446744073709551615, "18446744073709551615"),
            (ConstantByte, "1"),
            (ConstantInt16, "2"),
            (ConstantUInt32, "3"),
            (ConstantInt64, "4"),
            (ConstantUInt64, "5"),
            (ConstantIntPtr, "6"),
            (ConstantChar, "\"c\""),
            (checked(Get(uint.MaxValue) - 1), "4294967294"),
            (checked(Get(ulong.MaxValue) - 1), "18446744073709551614"),
            ((QmpValue)ulong.MaxValue, "18446744073709551615"),
            (0.1f, "0.1"),
            ("text", "\"text\""),
            (true, "true"),
        ]);

    [Fact]
    public void Conversion_FromNull_IsNull() =>
        Assert.All(
            (QmpValue?[])
                [
                    Get<int?>(null),
                    Get<uint?>(null),
                    Get<long?>(null),
                    Get<ulong?>(null),
                    Get<float?>(null),
                    Get<double?>(null),
                    Get<decimal?>(null),
                    Get<BigInteger?>(null),
                    Get<bool?>(null),
                    Get<char?>(null),
                    Get<string?>(null),
                    Get<JsonElement?>(null),
                    Get<JsonNode?>(null),
                    Get<QmpObject?>(null),
                ],
            Assert.Null
        );

    [Fact]
    public void Conversion_FromNumberThatIsNotFinite_Throws()
    {
        Assert.Throws<QmpArgumentException>(() => (QmpValue)double.NaN);
        Assert.Throws<QmpArgumentException>(() => (QmpValue)float.NegativeInfinity);
        Assert.Throws<QmpArgumentException>(() => (QmpValue)Half.PositiveInfinity);
    }

    [Fact]
    public void CollectionExpression_OfConvertibleItems_IsArray()
    {
        ulong[] numbers = [ulong.MaxValue, 1];
        QmpList<string> names = ["a", "b"];

        AssertText([
            ([], "[]"),
            ([1, 0.1f, "x", true, QmpValue.Null], """[1,0.1,"x",true,null]"""),
            ([.. numbers], "[18446744073709551615,1]"),
            ([.. names, ["c", []]], """["a","b",["c",[]]]"""),
            ([new QmpObject { ["iothread"] = "t0", ["vqs"] = [0, 1] }], """[{"iothread":"t0","vqs":[0,1]}]"""),
        ]);
    }

    [Fact]
    public void CollectionExpression_WithNullItem_Throws() =>
        Assert.Throws<QmpArgumentException>(() =>
        {
            QmpValue _ = [1, null!];
        });

    [Fact]
    public void From_JsonNode_IsExact()
    {
        JsonObject node = new()
        {
            ["size"] = ulong.MaxValue,
            ["share"] = 0.1f,
            ["items"] = new JsonArray(1, "é"),
        };

        QmpValue value = QmpValue.From(node);
        node["size"] = 1;

        Assert.Equal("""{"size":18446744073709551615,"share":0.1,"items":[1,"é"]}""", value.ToString());
        Assert.Equal(value["items"], (QmpValue?)node["items"]);
    }

    [Fact]
    public void From_ObjectWithTypeInfo_SerializesIt()
    {
        QmpValue value = QmpValue.From(new Mapping("t0", [0, ulong.MaxValue]), MappingContext.Default.Mapping);

        Assert.Equal("""{"iothread":"t0","vqs":[0,18446744073709551615]}""", value.ToString());
    }

    [Fact]
    public void From_JsonNodeWithLoneSurrogate_Throws() =>
        AssertRejected(
            () => QmpValue.From(JsonValue.Create(Invalid)),
            () => QmpValue.From(JsonValue.Create(Invalid[1])),
            () => new JsonObject { [Invalid] = 1 },
            () => new JsonArray(new JsonObject { ["a"] = Invalid }),
            () => JsonNode.Parse(InvalidJson)!,
            () => JsonNode.Parse($$"""{{{InvalidJson}}:1}""")!
        );

    [Fact]
    public void From_ObjectWithLoneSurrogate_Throws() =>
        AssertRejected(
            () => QmpValue.From(new Mapping(Invalid, []), MappingContext.Default.Mapping),
            () => QmpValue.From(Invalid, MappingContext.Default.String),
            () => QmpValue.From(new() { [Invalid] = 1 }, MappingContext.Default.DictionaryStringInt32),
            () => QmpValue.From([JsonElement.Parse(InvalidJson)], MappingContext.Default.JsonElementArray)
        );

    [Fact]
    public void Conversion_FromJsonElementWithLoneSurrogate_Throws() =>
        AssertRejected(
            () => JsonElement.Parse(InvalidJson),
            () => JsonElement.Parse($$"""[{{{InvalidJson}}:1}]"""),
            () => new QmpValue(JsonElement.Parse(InvalidJson))
        );

    [Fact]
    public void Conversion_FromInvalidUtf8_Throws() =>
        AssertRejected(() => JsonElement.Parse(s_invalidUtf8), () => JsonNode.Parse(s_invalidUtf8)!);

    [Fact]
    public void Conversion_FromSurrogatePair_IsExact() =>
        AssertText([
            (JsonValue.Create("\U0001F600"), "\"\U0001F600\""),
            (JsonElement.Parse("""["\ud83d\ude00"]"""), """["\ud83d\ude00"]"""),
            (QmpValue.From("\U0001F600", MappingContext.Default.String), "\"\U0001F600\""),
        ]);

    [Fact]
    public void From_JsonNodeNestedTooDeeply_Throws()
    {
        JsonArray node = [];
        for (int level = 0; level < JsonDefaults.MaxSentDepth; level++)
        {
            node = [node];
        }

        AssertRejected(() => node);
    }

    private static void AssertRejected(params Func<QmpValue>[] conversions) =>
        Assert.All(conversions, conversion => Assert.Throws<QmpArgumentException>(conversion));

    private static T Get<T>(T value) => value;

    private static void AssertText(IEnumerable<(QmpValue? Value, string Text)> values) =>
        Assert.All(values, item => Assert.Equal(item.Text, item.Value!.ToString()));

    internal sealed record Mapping(
        [property: JsonPropertyName("iothread")] string Thread,
        [property: JsonPropertyName("vqs")] ulong[] Queues
    );

    [JsonSerializable(typeof(Mapping))]
    [JsonSerializable(typeof(string))]
    [JsonSerializable(typeof(Dictionary<string, int>))]
    [JsonSerializable(typeof(JsonElement[]))]
    private sealed partial class MappingContext : JsonSerializerContext;
}
