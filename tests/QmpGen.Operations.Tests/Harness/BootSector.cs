namespace QmpGen.Operations.Tests;

/// <summary>A guest of 512 bytes for the machine <c>pc</c>, which counts and reacts to the power button.</summary>
internal static class BootSector
{
    private const int Size = 512;

    // A counter in the memory of the guest, which shows that it runs.
    private const int CounterAddress = 0x8000;

    private static readonly byte[] s_code =
    [
        0x31, 0xC0,             // xor ax, ax
        0x8E, 0xD8,             // mov ds, ax
        0xBA, 0x02, 0x06,       // mov dx, 0x602        ACPI: enabled events
        0xB8, 0x00, 0x01,       // mov ax, 0x100        the power button
        0xEF,                   // out dx, ax
        0xBA, 0x00, 0x06,       // mov dx, 0x600        ACPI: events
        0xFB,                   // loop: sti
        0xF4,                   // hlt                  until the next tick of the timer
        0xFF, 0x06, 0x00, 0x80, // inc word [0x8000]
        0xED,                   // in ax, dx
        0xF6, 0xC4, 0x01,       // test ah, 1           the power button
        0x74, 0xF4,             // jz loop
        0xBA, 0x04, 0x06,       // mov dx, 0x604        ACPI: control
        0xB8, 0x00, 0x20,       // mov ax, 0x2000       soft off
        0xEF,                   // out dx, ax
        0xEB, 0xFE,             // jmp $
    ];

    /// <summary>Writes an image of the guest, and returns the arguments of QEMU.</summary>
    public static string[] CreateArguments(string path)
    {
        byte[] image = new byte[1024 * 1024];
        s_code.CopyTo(image, 0);
        image[Size - 2] = 0x55;
        image[Size - 1] = 0xAA;
        File.WriteAllBytes(path, image);
        return ["-M", "pc", "-m", "32M", "-drive", $"if=ide,format=raw,file={path},file.locking=off"];
    }

    /// <summary>Waits until the guest counts.</summary>
    public static async Task WaitUntilRunningAsync(QmpClient client)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        int start = await ReadCounterAsync(client);
        while (await ReadCounterAsync(client) == start)
        {
            await Task.Delay(10, timeout.Token);
        }
    }

    /// <summary>Reads the counter.</summary>
    public static async Task<int> ReadCounterAsync(QmpClient client)
    {
        QmpObject arguments = new() { ["command-line"] = $"xp /1hx {CounterAddress}" };
        string text = (await client.ExecuteRawAsync("human-monitor-command", arguments)).GetString();
        return Convert.ToInt32(text.Split("0x")[^1].Trim(), 16);
    }
}
