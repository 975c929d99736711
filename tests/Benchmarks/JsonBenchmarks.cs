using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Qemu;
using QmpGen.CodeGeneration;

namespace QmpGen.Benchmarks;

/// <summary>The generated readers and writers, and the source generator of System.Text.Json.</summary>
[InProcess]
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class JsonBenchmarks
{
    private const string ReadStatus = "read query-status";
    private const string ReadSchema = "read query-qmp-schema";
    private const string WriteArguments = "write device_add";

    private static readonly QmpReadContext s_context = new() { Subject = "the reply" };
    private static readonly byte[] s_status =
        """{"running": true, "singlestep": false, "status": "running"}"""u8.ToArray();
    private static readonly byte[] s_schema = File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "schema", "qemu-7.2.json")
    );

    private readonly DeviceAddCommand _command = new()
    {
        Driver = "virtio-net-pci",
        Bus = "pcie.0",
        Id = "nic0",
    };
    private readonly JsonDeviceAdd _arguments = new("virtio-net-pci", "pcie.0", "nic0");

    [BenchmarkCategory(ReadStatus), Benchmark(Baseline = true)]
    public object? JsonStatus() => JsonSerializer.Deserialize(s_status, JsonMessageContext.Default.JsonStatus);

    [BenchmarkCategory(ReadStatus), Benchmark]
    public object QmpStatus() => Read(new QueryStatusCommand(), s_status);

    [BenchmarkCategory(ReadSchema), Benchmark(Baseline = true)]
    public object? JsonSchema() =>
        JsonSerializer.Deserialize(s_schema, JsonMessageContext.Default.ListJsonSchemaEntity);

    [BenchmarkCategory(ReadSchema), Benchmark]
    public object QmpSchema() => Read(new QueryQmpSchemaCommand(), s_schema);

    [BenchmarkCategory(WriteArguments), Benchmark(Baseline = true)]
    public byte[] JsonArguments() =>
        JsonSerializer.SerializeToUtf8Bytes(_arguments, JsonMessageContext.Default.JsonDeviceAdd);

    [BenchmarkCategory(WriteArguments), Benchmark]
    public byte[] QmpArguments() =>
        QmpWriter.ToUtf8(writer =>
        {
            writer.WriteStartObject();
            ((IQmpCommand)_command).WriteArguments(writer);
            writer.WriteEndObject();
        });

    private static T Read<T>(IQmpCommand<T> command, byte[] json)
    {
        QmpReader reader = new(json, s_context);
        return command.ReadResult(ref reader);
    }
}
