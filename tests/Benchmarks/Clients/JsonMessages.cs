using System.Text.Json;
using System.Text.Json.Serialization;

namespace QmpGen.Benchmarks;

internal sealed record JsonRequest(string Execute, JsonEventCount? Arguments, int Id);

internal sealed record JsonEventCount(int Count);

internal sealed record JsonStatusReply(JsonStatus? Return, int Id);

internal sealed record JsonStatus(bool Running, bool Singlestep, string Status);

internal sealed record JsonEvent(string Event, JsonEventTime Timestamp);

internal sealed record JsonEventTime(long Seconds, int Microseconds);

internal sealed record JsonSchemaReply(List<JsonSchemaEntity>? Return, int Id);

internal sealed record JsonDeviceAdd(string Driver, string? Bus, string? Id);

/// <summary>An entity of any kind.</summary>
internal sealed record JsonSchemaEntity(
    string Name,
    string MetaType,
    string? JsonType,
    string? ElementType,
    string? ArgType,
    string? RetType,
    bool? AllowOob,
    string? Tag,
    List<JsonSchemaMember>? Members,
    List<JsonSchemaMember>? Variants,
    List<string>? Values,
    List<string>? Features
);

/// <summary>A member, a value of an enum, or a variant.</summary>
internal sealed record JsonSchemaMember(
    string? Name,
    string? Case,
    string? Type,
    JsonElement? Default,
    List<string>? Features
);

/// <summary>The readers and writers that System.Text.Json generates.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(JsonDeviceAdd))]
[JsonSerializable(typeof(JsonRequest))]
[JsonSerializable(typeof(JsonStatusReply))]
[JsonSerializable(typeof(JsonEvent))]
[JsonSerializable(typeof(JsonSchemaReply))]
internal sealed partial class JsonMessageContext : JsonSerializerContext;
